"""torchvision's part of benchmarks/pipeline: the usual pipeline of its users, on one thread.

reference.py FOLDER WARMUP SECONDS prints images per second and the versions. FOLDER has a folder per class.
"""
import sys
import time

import PIL
import torch
import torchvision
from torchvision import transforms

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
BATCH = 64


def batches(folder):
    dataset = torchvision.datasets.ImageFolder(folder, transforms.Compose([
        transforms.RandomResizedCrop(224),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize(MEAN, STD),
    ]))
    while True:
        yield from torch.utils.data.DataLoader(dataset, BATCH, shuffle=True, num_workers=0, drop_last=True)


def main():
    folder, warmup, seconds = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    torch.set_num_threads(1)
    source = batches(folder)
    end = time.perf_counter() + warmup
    while time.perf_counter() < end:
        next(source)
    images, start = 0, time.perf_counter()
    while time.perf_counter() < start + seconds:
        images += len(next(source)[0])
    rate = images / (time.perf_counter() - start)
    print(f"{rate:.1f} torchvision {torchvision.__version__}, Pillow {PIL.__version__}, PyTorch {torch.__version__}, "
          f"Python {sys.version.split()[0]}")


main()
