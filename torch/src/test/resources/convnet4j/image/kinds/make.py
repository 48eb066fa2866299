"""Makes the images beside it, one of every kind that people have, and pixels.txt: what Pillow makes of them.

Python 3.11, Pillow 9.4.0. Run in this folder: python3 make.py

pixels.txt: a line for each file: its name, width, height and the pixels in hexadecimal, H x W x RGB, as seen after EXIF
turned the image, of the first picture of an animation, without alpha.
"""
import random
import struct
import zlib
from PIL import Image, ImageOps

SIZE = (14, 10)
TURNED = 0x0112  # the EXIF tag; 6: the first row is the right side of what is seen


def picture(seed=0):
    """Smooth, without symmetry, so that JPEG keeps it and a turn shows."""
    w, h = SIZE
    image = Image.new("RGB", SIZE)
    image.putdata([((255 * x // w + 90 * seed) % 256, 255 * y // h, 255 * (x + y) // (w + h))
                   for y in range(h) for x in range(w)])
    return image


def inks():
    w, h = SIZE
    image = Image.new("CMYK", SIZE)
    image.putdata([(255 * x // w, 255 * y // h, 255 * (x + y) // (w + h), 60 + 5 * x) for y in range(h) for x in range(w)])
    return image


def alpha():
    image = picture().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(SIZE))
    return image


def without_adobe(name, source):
    """The same JPEG without the segment that says who inverted its inks."""
    data = open(source, "rb").read()
    at = data.index(b"\xff\xee")
    length = struct.unpack(">H", data[at + 2:at + 4])[0]
    open(name, "wb").write(data[:at] + data[at + 2 + length:])


def deep(order):
    """16 bits per channel, the lower eight at random."""
    rng = random.Random(5)
    return [struct.pack(order + "H", c << 8 | rng.randrange(256)) for p in picture().getdata() for c in p]


def deep_png(name):
    """Pillow does not write 16 bits in colour."""
    w, h = SIZE
    samples = deep(">")
    rows = b"".join(b"\0" + b"".join(samples[3 * w * y:3 * w * (y + 1)]) for y in range(h))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", w, h, 16, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    with open(name, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in chunks:
            out.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))


def deep_tiff(name):
    """Nor does it here."""
    w, h = SIZE
    samples = b"".join(deep("<"))
    bits = struct.pack("<3H", 16, 16, 16)
    tags = [(256, 3, 1, w), (257, 3, 1, h), (258, 3, 3, 8), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 14),
            (277, 3, 1, 3), (278, 3, 1, h), (279, 4, 1, len(samples))]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *t) for t in tags) + bytes(4)
    open(name, "wb").write(b"II*\0" + struct.pack("<I", 14 + len(samples)) + bits + samples + directory)


def main():
    exif = Image.Exif()
    exif[TURNED] = 6
    frames = [picture(1), picture(2)]
    inks().save("cmyk-adobe.jpg", quality=98)
    without_adobe("cmyk.jpg", "cmyk-adobe.jpg")
    inks().save("cmyk.tif")
    picture().convert("L").save("grey.jpg", quality=98)
    picture().convert("1").save("bits.png")
    picture().convert("LA").save("grey-alpha.png")
    alpha().save("alpha.webp", lossless=True, exact=True)
    alpha().save("alpha.tif")
    picture().convert("P", palette=Image.ADAPTIVE).save("palette-alpha.png", transparency=3)
    picture().save("turned.png", exif=exif)
    picture().save("turned.webp", lossless=True, exif=exif)
    picture().save("turned.tif", tiffinfo={274: 6})
    picture().save("animated.gif", save_all=True, append_images=frames)
    picture().save("animated.webp", save_all=True, append_images=frames, lossless=True)
    picture().save("animated.png", save_all=True, append_images=frames)
    picture().save("pages.tif", save_all=True, append_images=frames)
    deep_tiff("deep.tif")
    deep_png("deep.png")
    names = ["cmyk-adobe.jpg", "cmyk.jpg", "cmyk.tif", "grey.jpg", "bits.png", "grey-alpha.png", "alpha.webp",
             "palette-alpha.png", "turned.png", "turned.webp", "animated.gif", "animated.webp",
             "animated.png", "pages.tif"]
    with open("pixels.txt", "w") as out:
        for name in names:
            seen = ImageOps.exif_transpose(Image.open(name)).convert("RGB")
            out.write(f"{name} {seen.width} {seen.height} {seen.tobytes().hex()}\n")
        # Not by reading: this Pillow turns a TIFF twice, and reads no 16 bits in colour. libtiff mixes alpha with black.
        on_black = Image.composite(picture(), Image.new("RGB", SIZE), alpha().getchannel("A"))
        for name, seen in [("turned.tif", picture().transpose(Image.ROTATE_270)), ("alpha.tif", on_black),
                           ("deep.tif", picture()), ("deep.png", picture())]:
            out.write(f"{name} {seen.width} {seen.height} {seen.tobytes().hex()}\n")


main()
