"""Makes the PyTorch files of this folder: see README.md for versions and for what the tests expect of them."""

import argparse
from collections import OrderedDict

import numpy
import torch


def tensors():
    """One tensor per kind of difficulty; TorchFileTest has the same values written out."""
    base = torch.arange(12, dtype=torch.float32)
    state = OrderedDict()
    state["f32"] = torch.tensor([[1.5, -2.0, 0.25], [0.0, 3.0, -0.5]])
    state["transposed"] = torch.arange(6, dtype=torch.float32).reshape(2, 3).t()
    state["shared.whole"] = base.reshape(3, 4)
    state["shared.tail"] = base[8:]
    state["shared.every_third"] = base[1::3]
    state["channels_last"] = torch.arange(24, dtype=torch.float32).reshape(1, 2, 3, 4).contiguous(
        memory_format=torch.channels_last)
    state["expanded"] = torch.tensor([7.0]).expand(2, 3)
    state["parameter"] = torch.nn.Parameter(torch.tensor([0.5, 0.125]))
    state["scalar"] = torch.tensor(123456789012)
    state["empty"] = torch.zeros(0, 3)
    state["f64"] = torch.tensor([1e-300, -1.0], dtype=torch.float64)
    state["f16"] = torch.tensor([1.5, -0.25], dtype=torch.float16)
    state["bf16"] = torch.tensor([1.5, -3.0], dtype=torch.bfloat16)
    state["i32"] = torch.tensor([-70000, 70000], dtype=torch.int32)
    state["i16"] = torch.tensor([-300, 300], dtype=torch.int16)
    state["i8"] = torch.tensor([-128, 127], dtype=torch.int8)
    state["u8"] = torch.tensor([0, 255], dtype=torch.uint8)
    state["bool"] = torch.tensor([True, False])
    return state


def checkpoint():
    """What training scripts save beside the weights."""
    torch.manual_seed(0)
    net = torch.nn.Linear(3, 2)
    with torch.no_grad():
        net.weight.copy_(torch.arange(6.0).reshape(2, 3))
        net.bias.copy_(torch.tensor([1.0, -1.0]))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [100, 150])
    net(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    with torch.no_grad():
        net.weight.copy_(torch.arange(6.0).reshape(2, 3))
        net.bias.copy_(torch.tensor([1.0, -1.0]))
    return {
        "epoch": 7,
        "arch": "linear",
        "best_acc1": torch.tensor(93.5),
        "best_prec1": numpy.float64(93.5),
        "big": 2**70,
        "args": argparse.Namespace(lr=0.1, device=torch.device("cpu"), dtype=torch.float32),
        "size": torch.Size([2, 3]),
        "seen": {1, 2},
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "state_dict": torch.nn.DataParallel(net).state_dict(),
    }


for protocol in (2, 3, 4, 5):
    for form, is_zip in (("zip", True), ("legacy", False)):
        torch.save(tensors(), f"tensors-{form}-{protocol}.pt", pickle_protocol=protocol,
                   _use_new_zipfile_serialization=is_zip)
for form, is_zip in (("zip", True), ("legacy", False)):
    torch.save(checkpoint(), f"checkpoint-{form}.pt", _use_new_zipfile_serialization=is_zip)
    torch.save(torch.nn.Linear(1, 1), f"module-{form}.pt", _use_new_zipfile_serialization=is_zip)
torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), "script.pt")
