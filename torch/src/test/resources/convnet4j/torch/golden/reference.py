"""Logits of other people's networks on the weights and the image that Fill.java gives.

    python3 reference.py OUT [kuangliu=FOLDER] [akamaster=FOLDER] [cadene=FOLDER] [osmr=FOLDER] [timm=yes]

writes OUT/NAME.txt, a logit per line, for each network below that can be imported. See README.md beside this file for
the versions that the files here were made with. An outside reference only: nothing in the project runs it.
"""

import re
import sys
import zlib

import numpy
import torch
import torchvision

KUANGLIU = {"shortcut": "downsample", "linear": "fc"}
AKAMASTER = {"linear": "fc"}

# Cadene's names as regular expressions; its numbers of cells count the reduction cells and one more.
NASNET = [
    (r"^conv0\.conv", "conv0"),
    (r"^conv0\.bn", "conv0_bn"),
    (r"^cell_(\d+)\.", lambda m: f"cell_{int(m[1]) - int(m[1]) // 6 * 2}."),
    (r"conv_prev_1x1\.conv", "prev_1x1"),
    (r"conv_prev_1x1\.bn", "prev_bn"),
    (r"conv_1x1\.conv", "1x1"),
    (r"conv_1x1\.bn", "beginning_bn"),
    (r"path_(\d)\.conv", r"path\1_conv"),
    (r"wise_conv2d", "wise"),
    (r"last_linear", "fc"),
]
SHUFFLENET = [
    (r"^features\.init_block\.conv", "conv1"),
    (r"^features\.init_block\.bn", "bn1"),
    (
        r"^features\.stage(\d)\.unit(\d)",
        lambda m: f"stage{int(m[1]) + 1}.{int(m[2]) - 1}",
    ),
    (r"(compress|dw|expand)_", ""),
    (r"^output", "fc"),
]


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


def renamed(name, rename):
    if isinstance(rename, dict):
        return ".".join(rename.get(part, part) for part in name.split("."))
    for pattern, replacement in rename:
        name = re.sub(pattern, replacement, name)
    return name


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
        ours = renamed(name, rename)
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


def xception(folder):
    import timm

    model = timm.create_model("xception")
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            # Keras's, from whose weights this was ported.
            module.eps = 1e-3
    # Where every strided pool reads an odd side, its padding is TensorFlow's.
    write(folder, "xception_71", model, 71, True)


def main(folder, kuangliu=None, akamaster=None, cadene=None, osmr=None, timm=None):
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
        write(folder, "googlenet_cifar", k.GoogLeNet(), 32, False)
        write(folder, "mobilenet_v1_cifar", k.MobileNet(), 32, False)
        write(folder, "preact_resnet18_cifar", k.PreActResNet18(), 32, True, KUANGLIU)
    if akamaster:
        sys.path.insert(0, akamaster)
        import resnet as a

        for depth in (20, 56):
            write(folder, f"resnet{depth}", getattr(a, f"resnet{depth}")(), 32, True, AKAMASTER)
    if cadene:
        sys.path.insert(0, cadene + "/pretrainedmodels/models")
        import nasnet_mobile as n

        write(folder, "nasnet_a_mobile", n.NASNetAMobile(), 224, True, NASNET)
    if osmr:
        sys.path.insert(0, osmr + "/pytorch")
        from pytorchcv.models import shufflenet as s

        net = s.shufflenet_g3_w1()
        net.output.bias = None
        write(folder, "shufflenet_g3_x1_0", net, 224, True, SHUFFLENET)
    if timm:
        xception(folder)


with torch.no_grad():
    main(sys.argv[1], **dict(word.split("=", 1) for word in sys.argv[2:]))
