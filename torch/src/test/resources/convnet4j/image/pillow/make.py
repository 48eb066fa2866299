"""Makes the fixtures beside it: images of noise and what Pillow makes of them.

Python 3.11.7, Pillow 11.3.0 (its x86_64 wheel). Run in this folder: python make.py

Pillow 13.0.0 gives the same bytes but for the two cases of 33 x 17 -> 20 x 40: since its pull request 9549 it goes
along the columns first where the height shrinks much more than the width. Resizing that keeps proportions is untouched.

resize.txt: a line for each case: channels height width newHeight newWidth filter input output, pixels in hexadecimal,
H x W x C. The noise has runs of black and white, so that bicubic overshoots and is clipped.

photo.jpg: a JPEG with halved chroma; photo.txt: lines of resize crop filter and the pixels that torchvision's
Resize(resize) and CenterCrop(crop) give, which are Image.resize and Image.crop with the arithmetic below.
"""
import random
from PIL import Image

FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
CASES = [
    (3, 40, 60, 16, 24, "bilinear"),
    (3, 40, 60, 16, 24, "bicubic"),
    (1, 40, 60, 7, 11, "bilinear"),
    (1, 40, 60, 7, 11, "bicubic"),
    (3, 9, 13, 21, 30, "bilinear"),
    (3, 9, 13, 21, 30, "bicubic"),
    (1, 5, 3, 12, 17, "bilinear"),
    (1, 5, 3, 12, 17, "bicubic"),
    (3, 33, 17, 20, 40, "bilinear"),
    (3, 33, 17, 20, 40, "bicubic"),
    (3, 1, 60, 4, 7, "bicubic"),
    (1, 31, 31, 31, 30, "bilinear"),
    (3, 32, 20, 15, 20, "bicubic"),
    (1, 2, 2, 1, 1, "bilinear"),
]


def noise(rng, count):
    return bytes(rng.choice((0, 255, rng.randrange(256))) for _ in range(count))


def resized(rng):
    for channels, height, width, new_height, new_width, name in CASES:
        pixels = noise(rng, channels * height * width)
        image = Image.frombytes("L" if channels == 1 else "RGB", (width, height), pixels)
        out = image.resize((new_width, new_height), FILTERS[name])
        yield f"{channels} {height} {width} {new_height} {new_width} {name} {pixels.hex()} {out.tobytes().hex()}\n"


def center_crop(image, size):
    """torchvision.transforms.functional.center_crop, for a square."""
    width, height = image.size
    if width < size or height < size:
        padded = Image.new("RGB", (max(width, size), max(height, size)))
        padded.paste(image, (max(size - width, 0) // 2, max(size - height, 0) // 2))
        image = padded
        width, height = image.size
    top = int(round((height - size) / 2.0))
    left = int(round((width - size) / 2.0))
    return image.crop((left, top, left + size, top + size))


def photo(rng):
    small = Image.frombytes("RGB", (8, 6), bytes(rng.randrange(256) for _ in range(8 * 6 * 3)))
    small.resize((59, 43), Image.Resampling.BICUBIC).save("photo.jpg", quality=85, subsampling="4:2:0")
    image = Image.open("photo.jpg").convert("RGB")
    yield f"0 0 none {image.tobytes().hex()}\n"
    for resize, crop, name in ((20, 17, "bilinear"), (25, 20, "bicubic"), (64, 56, "bilinear"), (15, 18, "bicubic")):
        width, height = image.size
        size = (int(resize * width / height), resize)
        out = center_crop(image.resize(size, FILTERS[name]), crop)
        yield f"{resize} {crop} {name} {out.tobytes().hex()}\n"


rng = random.Random(1)
with open("resize.txt", "w") as file:
    file.writelines(resized(rng))
with open("photo.txt", "w") as file:
    file.writelines(photo(rng))
