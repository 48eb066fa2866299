"""Logits of other people's networks on the weights and the image that Fill.java gives.

    python3 reference.py OUT [kuangliu=FOLDER] [akamaster=FOLDER] [cadene=FOLDER] [osmr=FOLDER] [airbench=FOLDER]
                             [timm=yes]

writes OUT/NAME.txt, a logit per line, for each network below that can be imported. Where nobody has a network just so,
an implementation of its neighbour is altered in place. See README.md beside this file for the versions that the files
here were made with. An outside reference only: nothing in the project runs it.
"""

import re
import sys
import zlib

import numpy
import torch
import torchvision
from torch import nn

KUANGLIU = {"shortcut": "downsample", "linear": "fc"}
AKAMASTER = {"linear": "fc"}
KUANGLIU_MOBILENET_V2 = [
    (r"^conv1", "features.0.0"),
    (r"^bn1", "features.0.1"),
    (r"^layers\.(\d+)", lambda m: f"features.{int(m[1]) + 1}"),
    (r"(\.\d+)\.conv3", r"\1.conv.2"),
    (r"(\.\d+)\.bn3", r"\1.conv.3"),
    (r"(\.\d+)\.conv(\d)\.", lambda m: f"{m[1]}.conv.{int(m[2]) - 1}.0."),
    (r"(\.\d+)\.bn(\d)", lambda m: f"{m[1]}.conv.{int(m[2]) - 1}.1"),
    (r"^conv2", "features.18.0"),
    (r"^bn2", "features.18.1"),
    (r"^linear", "classifier"),
]

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
PREACTIVATION = [
    (r"^features\.init_block", "conv1"),
    (r"^features\.stage(\d)\.unit(\d+)", lambda m: f"layer{m[1]}.{int(m[2]) - 1}"),
    (r"body\.conv(\d)\.(conv|bn)", r"\2\1"),
    (r"identity_conv", "downsample.0"),
    (r"^features\.post_activ\.bn", "bn"),
    (r"^output", "fc"),
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


def save(folder, name, logits):
    with open(f"{folder}/{name}.txt", "w", encoding="utf-8") as out:
        out.writelines(f"{float(v):.9g}\n" for v in logits)
    print(name, float(logits.abs().max()))


def write(folder, name, model, side, adds, rename=None):
    model.eval()
    fill(model, adds, rename or {})
    image = scaled("image", (1, 3, side, side), -numpy.sqrt(3), numpy.sqrt(3))
    save(folder, name, model(image)[0])


def after(module, function):
    """Puts a function, or a module without parameters, behind a module, without changing its name."""
    module.register_forward_hook(lambda _, inputs, output: function(output))


def epsilon(model, eps):
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eps = eps


def vgg11_lrn():
    model = torchvision.models.vgg11()
    norm = nn.LocalResponseNorm(5, 5e-4, 0.75, 2)
    model.features = nn.Sequential(*model.features[:2], norm, *model.features[2:])
    return model


def vgg16_c():
    model = torchvision.models.vgg16()
    for third in (14, 21, 28):
        channels = model.features[third].out_channels
        model.features[third] = nn.Conv2d(channels, channels, 1)
    return model


def nin_cifar():
    """Written out from mavenlin's definition for Caffe, whose pools round up."""
    layers = nn.Sequential()

    def conv(name, channels, out, kernel):
        layers.add_module(name, nn.Conv2d(channels, out, kernel, padding=kernel // 2))
        layers.add_module("relu_" + name, nn.ReLU())

    conv("conv1", 3, 192, 5)
    conv("cccp1", 192, 160, 1)
    conv("cccp2", 160, 96, 1)
    layers.add_module("pool1", nn.MaxPool2d(3, 2, ceil_mode=True))
    conv("conv2", 96, 192, 5)
    conv("cccp3", 192, 192, 1)
    conv("cccp4", 192, 192, 1)
    layers.add_module("pool2", nn.AvgPool2d(3, 2, ceil_mode=True))
    conv("conv3", 192, 192, 3)
    conv("cccp5", 192, 192, 1)
    conv("cccp6", 192, 10, 1)
    layers.add_module("pool3", nn.AdaptiveAvgPool2d(1))
    layers.add_module("flatten", nn.Flatten())
    return layers


def googlenet(folder, name, paper):
    """With auxiliary heads, which torchvision's evaluation leaves out."""
    model = torchvision.models.googlenet(aux_logits=True, transform_input=False, init_weights=False)
    if paper:
        for module in model.children():
            if hasattr(module, "branch3"):
                wide = module.branch3[1]
                wide.conv = nn.Conv2d(wide.conv.in_channels, wide.conv.out_channels, 5, padding=2)
        for module in model.modules():
            if isinstance(module, type(model.conv1)):
                c = module.conv
                module.conv = nn.Conv2d(
                    c.in_channels, c.out_channels, c.kernel_size, c.stride, c.padding
                )
                module.bn = nn.Identity()
        after(model.maxpool1, nn.LocalResponseNorm(5, 1e-4, 0.75, 1))
        after(model.conv3, nn.LocalResponseNorm(5, 1e-4, 0.75, 1))
        model.maxpool4 = nn.MaxPool2d(3, 2, ceil_mode=True)
    maps = {}
    model.inception4a.register_forward_hook(lambda m, i, output: maps.update(aux1=output))
    model.inception4d.register_forward_hook(lambda m, i, output: maps.update(aux2=output))
    write(folder, name, model, 224, False)
    for head, x in maps.items():
        # Pooled by the paper's window there are 4×4 places, which torchvision's own pool keeps.
        x = nn.functional.avg_pool2d(x, 5, 3) if paper else x
        save(folder, f"{name}_{head}", getattr(model, head)(x)[0])


def mobilenet_v1(k):
    model = k.MobileNet(num_classes=1000)
    model.conv1.stride = (2, 2)
    # The mean of all places, in the size that the pool of kuangliu's takes.
    after(model.layers, lambda x: x.mean((2, 3), keepdim=True).expand(-1, -1, 2, 2))
    return model


class FirstCell(nn.Module):
    """The first cell of 6 @ 768 in tensorflow/models: both its inputs are the stem's output."""

    def __init__(self, n, channels, filters):
        super().__init__()
        sized = {"3": (3, 1, 1), "5": (5, 1, 2)}
        self.relu = nn.ReLU()
        self.conv_1x1 = self.projection(channels, filters)
        self.comb_iter_0_left = n.BranchSeparables(filters, filters, *sized["5"])
        self.comb_iter_0_right = n.BranchSeparablesStem(channels, filters, *sized["3"])
        self.comb_iter_1_left = n.BranchSeparablesStem(channels, filters, *sized["5"])
        self.comb_iter_1_right = n.BranchSeparablesStem(channels, filters, *sized["3"])
        self.comb_iter_2_right = self.projection(channels, filters, "1x1", "bn_1")
        self.comb_iter_3_left = self.projection(channels, filters, "1x1", "bn_1")
        self.comb_iter_3_right = self.projection(channels, filters, "1x1", "bn_1")
        self.comb_iter_4_left = n.BranchSeparables(filters, filters, *sized["3"])
        self.reduction_1 = self.projection(channels, filters, "1x1", "bn_1")
        self.pool = nn.AvgPool2d(3, 1, 1, count_include_pad=False)

    @staticmethod
    def projection(channels, filters, conv="conv", bn="bn"):
        layers = nn.Sequential()
        layers.add_module(conv, nn.Conv2d(channels, filters, 1, bias=False))
        layers.add_module(bn, nn.BatchNorm2d(filters))
        return layers

    def forward(self, stem):
        now = self.conv_1x1(self.relu(stem))
        pooled = self.pool(stem)
        return torch.cat(
            [
                self.reduction_1(stem),
                self.comb_iter_0_left(now) + self.comb_iter_0_right(stem),
                self.comb_iter_1_left(stem) + self.comb_iter_1_right(stem),
                self.pool(now) + self.comb_iter_2_right(self.relu(stem)),
                self.comb_iter_3_left(pooled) + self.comb_iter_3_right(pooled),
                self.comb_iter_4_left(now) + now,
            ],
            1,
        )


class NasNetCifar(nn.Module):
    """6 @ 768 of Cadene's cells behind another stem and first cell."""

    def __init__(self, n, repeats=6, filters=32, stem=96):
        super().__init__()
        self.conv0 = nn.Sequential()
        self.conv0.add_module("conv", nn.Conv2d(3, stem, 3, padding=1, bias=False))
        self.conv0.add_module("bn", nn.BatchNorm2d(stem))
        self.cells = ["cell_0"]
        self.cell_0 = FirstCell(n, stem, filters)
        before, now = stem, 6 * filters
        for i in range(1, 3 * repeats):
            if i % repeats == 0:
                kind = n.ReductionCell0 if i == repeats else n.ReductionCell1
                filters *= 2
                self.append(f"reduction_cell_{i // repeats - 1}", kind(before, filters, now, filters))
                self.append(f"cell_{i}", n.FirstCell(now, filters // 2, 4 * filters, filters))
                before, now = 4 * filters, 6 * filters
            else:
                self.append(f"cell_{i}", n.NormalCell(before, filters, now, filters))
                before, now = now, 6 * filters
        self.last_linear = nn.Linear(now, 10)

    def append(self, name, cell):
        self.add_module(name, cell)
        self.cells.append(name)

    def forward(self, x):
        before = self.conv0(x)
        now = self.cell_0(before)
        for name in self.cells[1:]:
            before, now = now, getattr(self, name)(now, before)
        return self.last_linear(now.relu().mean((2, 3)))


def fast94():
    # Its optimiser is compiled on import, which PyTorch 1.13 cannot do; nothing here uses it.
    torch.compile = lambda function: function
    import airbench94_muon

    model = airbench94_muon.CifarNet().float()
    # What its forward pass divides by is in the weights here. A power of 2: nothing is rounded.
    model.head.register_forward_hook(lambda module, inputs, output: output * inputs[0].size(-1))
    return model


def xception(folder):
    import timm

    model = timm.create_model("xception")
    # Keras's, from whose weights this was ported.
    epsilon(model, 1e-3)
    # Where every strided pool reads an odd side, its padding is TensorFlow's.
    write(folder, "xception_71", model, 71, True)
    # At 299 the second of them reads 74 rows.
    shifted = nn.ConstantPad2d((0, 1, 0, 1), -numpy.inf)
    model.block2.rep[-1] = nn.Sequential(shifted, nn.MaxPool2d(3, 2))
    write(folder, "xception", model, 299, True)


def main(
    folder, kuangliu=None, akamaster=None, cadene=None, osmr=None, airbench=None, timm=None
):
    tv = torchvision.models
    adding = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "mobilenet_v2"]
    plain = ["vgg11", "vgg13_bn", "vgg16", "vgg16_bn", "vgg19_bn"]
    for name in adding + plain:
        write(folder, name, getattr(tv, name)(), 224, name in adding)
    googlenet(folder, "googlenet", False)
    googlenet(folder, "googlenet_paper", True)
    write(folder, "vgg11_lrn", vgg11_lrn(), 224, False)
    write(folder, "vgg16_c", vgg16_c(), 224, False)
    write(folder, "nin_cifar", nin_cifar(), 32, False)
    if kuangliu:
        sys.path.insert(0, kuangliu)
        import models as k

        for depth in (18, 50):
            write(folder, f"resnet{depth}_cifar", getattr(k, f"ResNet{depth}")(), 32, True, KUANGLIU)
        write(folder, "vgg16_bn_cifar", k.VGG("VGG16"), 32, False)
        write(folder, "googlenet_cifar", k.GoogLeNet(), 32, False)
        write(folder, "mobilenet_v1_cifar", k.MobileNet(), 32, False)
        write(folder, "mobilenet_v2_cifar", k.MobileNetV2(), 32, True, KUANGLIU_MOBILENET_V2)
        write(folder, "mobilenet_v1", mobilenet_v1(k), 224, False)
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
        cifar = NasNetCifar(n)
        epsilon(cifar, 1e-5)
        unnumbered = [rule for rule in NASNET if not callable(rule[1])]
        write(folder, "nasnet_a_cifar", cifar, 32, True, unnumbered)
    if osmr:
        sys.path.insert(0, osmr + "/pytorch")
        from pytorchcv.models import preresnet_cifar as p
        from pytorchcv.models import shufflenet as s

        # Its bottlenecks have their stride on the 3×3.
        write(folder, "preact_resnet164_3x3", p.preresnet164bn_cifar10(), 32, True, PREACTIVATION)

        net = s.shufflenet_g3_w1()
        net.output.bias = None
        write(folder, "shufflenet_g3_x1_0", net, 224, True, SHUFFLENET)
    if airbench:
        sys.path.insert(0, airbench)
        write(folder, "fast94", fast94(), 32, False)
    if timm:
        xception(folder)


with torch.no_grad():
    main(sys.argv[1], **dict(word.split("=", 1) for word in sys.argv[2:]))
