"""PyTorch's part of benchmarks/networks.

networks.py JOB measures what JOB says and prints a line of JSON for each of its tasks. JOB is JSON as Processes writes
it: who competes, which network in which size, and how long. The networks for 224x224 are torchvision's; those for 32x32
are written out below, as benchmarks/README.md says after whom. One batch of noise stays the same: no image is loaded.
"""
import inspect
import json
import sys
import time

import torch
import torchvision
from torch import nn

LR, MOMENTUM, WEIGHT_DECAY = 0.1, 0.9, 5e-4


def conv_norm(inputs, outputs, kernel, stride=1, groups=1, bias=False, active=True):
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=bias),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if active else nn.Sequential(*layers)


class Residual(nn.Module):
    def __init__(self, body, shortcut, active):
        super().__init__()
        self.body, self.shortcut = body, shortcut
        self.activation = nn.ReLU(inplace=True) if active else nn.Identity()

    def forward(self, x):
        y = self.body(x)
        y += self.shortcut(x)
        return self.activation(y)


class ZeroPadded(nn.Module):
    """He et al. 2015, option A: every second pixel, and channels of zeros on both sides."""

    def __init__(self, channels):
        super().__init__()
        self.before, self.after = channels // 2, channels - channels // 2

    def forward(self, x):
        return nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.before, self.after))


def head(channels, classes):
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)]


def resnet(widths, blocks, projected, classes):
    layers, inputs = [conv_norm(3, widths[0], 3)], widths[0]
    for width in widths:
        for i in range(blocks):
            stride = 2 if i == 0 and width != widths[0] else 1
            body = nn.Sequential(conv_norm(inputs, width, 3, stride), conv_norm(width, width, 3, active=False))
            if stride == 1:
                shortcut = nn.Identity()
            elif projected:
                shortcut = conv_norm(inputs, width, 1, stride, active=False)
            else:
                shortcut = ZeroPadded(width - inputs)
            layers.append(Residual(body, shortcut, active=True))
            inputs = width
    return nn.Sequential(*layers, *head(inputs, classes))


def vgg19(classes):
    layers, inputs = [], 3
    for width, convolutions in ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4)):
        for _ in range(convolutions):
            layers.append(conv_norm(inputs, width, 3, bias=True))
            inputs = width
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, *head(inputs, classes))


def mobilenet_v2(classes):
    # Table 2 of Sandler et al. 2018: expansion, channels, blocks, stride; the stem's and the second stage's strides are 1.
    table = ((1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
    layers, inputs = [conv_norm(3, 32, 3)], 32
    for expansion, width, blocks, first in table:
        for i in range(blocks):
            stride, hidden = (first if i == 0 else 1), inputs * expansion
            body = nn.Sequential(
                conv_norm(inputs, hidden, 1),
                conv_norm(hidden, hidden, 3, stride, groups=hidden),
                conv_norm(hidden, width, 1, active=False),
            )
            if stride > 1:
                layers.append(body)
            else:
                shortcut = nn.Identity() if inputs == width else conv_norm(inputs, width, 1, active=False)
                layers.append(Residual(body, shortcut, active=False))
            inputs = width
    return nn.Sequential(*layers, conv_norm(inputs, 1280, 1), *head(1280, classes))


SMALL = {
    "resnet18_cifar": lambda classes: resnet((64, 128, 256, 512), 2, True, classes),
    "resnet20": lambda classes: resnet((16, 32, 64), 3, False, classes),
    "vgg19_bn_cifar": vgg19,
    "mobilenet_v2_cifar": mobilenet_v2,
}


def network(workload):
    name, classes = workload["network"], workload["classes"]
    net = SMALL[name](classes) if name in SMALL else getattr(torchvision.models, name)(num_classes=classes)
    count = sum(p.numel() for p in net.parameters())
    if count != workload["params"]:
        sys.exit(f"networks.py: {name} with {count} parameters, not {workload['params']}: not the same one")
    return net


def images(workload):
    side, batch = workload["side"], workload["batch"]
    return torch.randn(batch, 3, side, side), torch.randint(workload["classes"], (batch,))


def training(contender, workload):
    """A step of training, which returns its loss."""
    net, (x, labels) = network(workload), images(workload)
    autocast = contender == "python-autocast"
    if autocast:
        net = net.to(memory_format=torch.channels_last)
        x = x.contiguous(memory_format=torch.channels_last)
    known = inspect.signature(torch.optim.SGD).parameters
    # One operator over all parameters, where this PyTorch has one for the processor.
    fast = {"fused": True} if "fused" in known else {"foreach": True} if "foreach" in known else {}
    optimizer = torch.optim.SGD(net.parameters(), LR, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY, **fast)

    def step():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            loss = nn.functional.cross_entropy(net(x), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def evaluation(contender, workload):
    net, (x, _) = network(workload).eval(), images(workload)
    if contender != "python-fp32":
        dtype = torch.bfloat16 if contender == "python-bf16" else torch.float32
        net = net.to(dtype=dtype, memory_format=torch.channels_last)
        x = x.to(dtype=dtype, memory_format=torch.channels_last)

    def step():
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=contender == "python-autocast"):
            net(x)

    return step


def product(contender, workload):
    dtype = torch.bfloat16 if contender == "python-bf16" else torch.float32
    left, right = (torch.randn(workload["side"], workload["side"]).to(dtype) for _ in range(2))

    def step():
        torch.mm(left, right)

    return step


TASKS = {"training": training, "evaluation": evaluation, "product": product}


def timed(step, span):
    """As often and as long as `span` asks at least: steps, seconds, what the last step returned."""
    steps, start = 0, time.perf_counter()
    while steps < span["steps"] or time.perf_counter() - start < span["seconds"]:
        last = step()
        steps += 1
    return steps, time.perf_counter() - start, last


def resident_kb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def main():
    job = json.loads(sys.argv[1])
    contender, workload = job["contender"], job["workload"]
    torch.manual_seed(1)
    for timing in job["timings"]:
        step = TASKS[timing["task"]](contender, workload)
        before, _, _ = timed(step, timing["warmup"])
        steps, seconds, loss = timed(step, timing["clock"])
        print(json.dumps({
            "contender": contender,
            "task": timing["task"],
            "network": workload["network"],
            "engine": f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}, "
                      f"Python {sys.version.split()[0]}",
            "steps": steps,
            "images_per_second": steps * workload["batch"] / seconds,
            "rss_kb": {str(before + steps): resident_kb()},
            "loss": loss,
            "threads": torch.get_num_threads(),
        }), flush=True)


main()
