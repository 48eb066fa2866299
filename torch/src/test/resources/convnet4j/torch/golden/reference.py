"""Logits of other people's networks on the weights and the image that Fill.java gives.

    python3 reference.py OUT [FOLDER_OF_KUANGLIU [FOLDER_OF_AKAMASTER]]

writes OUT/NAME.txt, a logit per line, for each network below that can be imported. See README.md beside this file for
the versions that the files here were made with. An outside reference only: nothing in the project runs it.
"""

import sys
import zlib

import numpy
import torch
import torchvision

KUANGLIU = {"shortcut": "downsample", "linear": "fc"}
AKAMASTER = {"linear": "fc"}


def scaled(name, shape, low, high):
    start = numpy.uint32(zlib.crc32(name.encode()))
    count = int(numpy.prod(shape))
    with numpy.errstate(over="ignore"):
        x = start + numpy.arange(count, dtype=numpy.uint32) * numpy.uint32(0x9E3779B9)
        x = (x ^ (x >> numpy.uint32(16))) * numpy.uint32(0x85EBCA6B)
        x = (x ^ (x >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE35)
        x = x ^ (x >> numpy.uint32(16))
    u = (x >> numpy.uint32(8)).astype(numpy.float64) / (1 << 24)
    return torch.from_numpy((low + (high - low) * u).astype(numpy.float32)).reshape(shape)


def fill(model, adds, rename):
    norms = {
        name
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.BatchNorm2d)
    }
    scale = 0.3 if adds else 1.0
    state = model.state_dict()
    for name, tensor in state.items():
        owner, kind = name.rsplit(".", 1)
        ours = ".".join(rename.get(part, part) for part in name.split("."))
        shape = tuple(tensor.shape)
        if not shape:
            continue
        if kind == "weight" and owner not in norms:
            bound = numpy.sqrt(6.0 / numpy.prod(shape[1:]))
            value = scaled(ours, shape, -bound, bound)
        elif kind == "weight":
            value = scaled(ours, shape, 0.8 * scale, 1.2 * scale)
        elif kind == "running_var":
            value = scaled(ours, shape, 0.8, 1.2)
        else:
            value = scaled(ours, shape, -0.1, 0.1)
        tensor.copy_(value)
    model.load_state_dict(state)


def write(folder, name, model, side, adds, rename=None):
    model.eval()
    fill(model, adds, rename or {})
    image = scaled("image", (1, 3, side, side), -numpy.sqrt(3), numpy.sqrt(3))
    with torch.no_grad():
        logits = model(image)[0]
    with open(f"{folder}/{name}.txt", "w", encoding="utf-8") as out:
        out.writelines(f"{float(v):.9g}\n" for v in logits)
    print(name, float(logits.abs().max()))


def main(folder, kuangliu=None, akamaster=None):
    tv = torchvision.models
    adding = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "mobilenet_v2"]
    plain = ["vgg11", "vgg13_bn", "vgg16", "vgg16_bn", "vgg19_bn"]
    for name in adding + plain:
        write(folder, name, getattr(tv, name)(), 224, name in adding)
    google = tv.googlenet(aux_logits=False, transform_input=False, init_weights=False)
    write(folder, "googlenet", google, 224, False)
    if kuangliu:
        sys.path.insert(0, kuangliu)
        import models as k

        for depth in (18, 50):
            write(folder, f"resnet{depth}_cifar", getattr(k, f"ResNet{depth}")(), 32, True, KUANGLIU)
        write(folder, "vgg16_bn_cifar", k.VGG("VGG16"), 32, False)
    if akamaster:
        sys.path.insert(0, akamaster)
        import resnet as a

        for depth in (20, 56):
            write(folder, f"resnet{depth}", getattr(a, f"resnet{depth}")(), 32, True, AKAMASTER)


with torch.no_grad():
    main(*sys.argv[1:])
