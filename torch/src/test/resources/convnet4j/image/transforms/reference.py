"""Writes values.txt beside it: what Pillow and torchvision make of the images that TransformValuesTest draws."""

import math
import os

import torch
import torchvision.transforms.functional as F
from PIL import Image, ImageEnhance, ImageOps
from torchvision.transforms import InterpolationMode

HEIGHT, WIDTH = 23, 25
MASK = (1 << 64) - 1


def rough(y, x, c):
    return (x * 37 + y * 101 + c * 53 + x * y * 7) % 256


def dim(y, x, c):
    return 40 + rough(y, x, c) * 3 // 5


def smooth(y, x, c):
    return abs(((7 + 3 * c) * x + (5 + 2 * c) * y + 40 * c) % 510 - 255)


def tensor(formula, channels=3):
    values = [
        [[formula(y, x, c) for x in range(WIDTH)] for y in range(HEIGHT)] for c in range(channels)
    ]
    return torch.tensor(values, dtype=torch.uint8)


def image(formula, channels=3):
    return F.to_pil_image(tensor(formula, channels))


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def draws(seed, epoch, index, view):
    gamma = 0x9E3779B97F4A7C15
    state = mix((seed + gamma) & MASK)
    for number in (epoch, index, view):
        state = mix(((state ^ number) + gamma) & MASK)
    while True:
        state = (state + gamma) & MASK
        yield (mix(state) >> 11) * 2.0**-53


def noise(source):
    values = [[-1 + 2 * next(source) for _ in range(WIDTH)] for _ in range(HEIGHT)]
    return torch.tensor(values, dtype=torch.float32)[None]


def elastic(img, alpha, sigma):
    source = draws(5, 1, 2, 0)
    window = round(8 * sigma) | 1
    across, down = (alpha * F.gaussian_blur(noise(source), [window, window], sigma) for _ in "xy")
    # torchvision's field is in half images. Its fill of 0 would darken the border twice; none is 0, too.
    field = torch.stack([across[0] * 2 / WIDTH, down[0] * 2 / HEIGHT], dim=-1)[None]
    return F.elastic_transform(img, field, InterpolationMode.BILINEAR)


def crop_reflect(img, padding, index):
    source = draws(0, 0, index, 0)
    down, right = (int(next(source) * (2 * padding + 1)) for _ in "yx")
    padded = torch.nn.functional.pad(img[None].float(), (padding,) * 4, "reflect")[0].byte()
    return padded[:, down : down + HEIGHT, right : right + WIDTH]


def affine(img, shear=(0.0, 0.0), translate=(0, 0), center=None):
    return F.affine(
        img, 0.0, list(translate), 1.0, list(shear), InterpolationMode.BILINEAR, center=center
    )


def slope(amount):
    return math.degrees(math.atan(amount))


def cases():
    for channels, img, faint in (
        (3, image(rough), image(dim)),
        (1, image(rough, 1), image(dim, 1)),
    ):
        for name, enhance, factors in (
            ("brightness", ImageEnhance.Brightness, (0.6, 1.7)),
            ("contrast", ImageEnhance.Contrast, (0.4, 1.9)),
            ("saturation", ImageEnhance.Color, (0.3, 1.8)),
            ("sharpness", ImageEnhance.Sharpness, (0.1, 1.9)),
        ):
            if name == "saturation" and channels == 1:
                continue
            for factor in factors:
                yield f"{name} {factor} {channels}", enhance(img).enhance(factor)
        yield f"posterize 3 {channels}", ImageOps.posterize(img, 3)
        yield f"solarize 100.3 {channels}", ImageOps.solarize(img, 100.3)
        yield f"autocontrast {channels}", ImageOps.autocontrast(faint)
        yield f"equalize {channels}", ImageOps.equalize(faint)
    yield "gray", image(rough).convert("L").convert("RGB")
    for turn in (0.1, 0.5, -0.37):
        yield f"hue {turn}", F.adjust_hue(tensor(rough), turn)
    for window, sigma in ((3, 0.8), (7, 2.0)):
        yield f"blur {window} {sigma}", F.gaussian_blur(tensor(rough), [window, window], sigma)
    img = tensor(smooth)
    for angle in (17.0, -60.0):
        yield f"rotate {angle}", F.rotate(img, angle, InterpolationMode.BILINEAR)
    yield "shear 20.0", affine(img, shear=(20.0, 0.0))
    yield "shear-x 0.2", affine(img, shear=(slope(0.2), 0.0), center=[0, 0])
    yield "shear-y -0.3", affine(img, shear=(0.0, slope(-0.3)), center=[0, 0])
    yield "translate-x 4.7", affine(img, translate=(int(4.7), 0))
    yield "translate-y -3.2", affine(img, translate=(0, int(-3.2)))
    # The shifts are those that Draws.of(0, 0, INDEX, 0) gives a crop of that padding.
    for padding, index in ((2, 0), (2, 1), (7, 2), (22, 3), (22, 4), (22, 5)):
        for channels in (3, 1):
            yield f"crop-reflect {padding} {index}", crop_reflect(tensor(rough, channels), padding, index)
    yield "elastic 20 1.4", elastic(img, 20, 1.4)
    yield "elastic 4 0.7", elastic(img, 4, 0.7)


folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "values.txt"), "w") as out:
    for name, result in cases():
        if isinstance(result, torch.Tensor):
            pixels = bytes(result.permute(1, 2, 0).flatten().tolist())
        else:
            pixels = result.tobytes()
        out.write(f"{name}: {pixels.hex()}\n")
