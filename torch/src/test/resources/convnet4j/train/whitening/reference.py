"""Writes values.txt beside it: the filters that airbench94_muon computes from the images that WhitenerTest draws.

    python3 reference.py FOLDER

FOLDER holds airbench94_muon.py of KellerJordan/cifar10-airbench at f1c599c. Written with PyTorch 1.13.1 and torchvision
0.14.1. An eigenvector's sign is made such that its largest number is positive; the second half, the first's negatives, is
left out.
"""

import os
import sys
from types import SimpleNamespace

import torch

# Its optimiser is compiled on import, which PyTorch 1.13 cannot do; nothing here uses it.
torch.compile = lambda function: function
sys.path.insert(0, sys.argv[1])
import airbench94_muon


def image(i, y, x, c):
    return (x * 13 + y * 29 + c * 17 + i * 71 + (x * x + 3 * i) * (y + 2 * c) % 31 * 5) % 256


def filters(count, channels, height, width, kernel, mean, std):
    values = [
        [
            [[image(i, y, x, c) for x in range(width)] for y in range(height)]
            for c in range(channels)
        ]
        for i in range(count)
    ]
    images = (torch.tensor(values, dtype=torch.float64) / 255 - mean) / std
    out = 2 * channels * kernel**2
    net = SimpleNamespace(whiten=torch.nn.Conv2d(channels, out, kernel).double())
    # It says float, which is single precision there.
    torch.Tensor.float = torch.Tensor.double
    airbench94_muon.CifarNet.init_whiten(net, images)
    weight = net.whiten.weight.data
    half = weight[: out // 2]
    assert torch.equal(weight[out // 2 :], -half)
    flat = half.flatten(1)
    largest = flat.gather(1, flat.abs().argmax(1, keepdim=True))
    return (flat * largest.sign()).flatten()


with torch.no_grad():
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "values.txt"), "w") as out:
        for channels, kernel in ((3, 2), (1, 2), (1, 3)):
            values = filters(3, channels, 9, 11, kernel, 0.45, 0.25)
            out.write(f"{channels} {kernel}: {' '.join(f'{v:.9g}' for v in values.tolist())}\n")
