"""Checks what convert writes with Python's own readers: see README.md for how and with which versions.

    python3 check_convert.py FOREIGN.th OURS.pt OURS.safetensors
"""

import sys

import safetensors
import safetensors.numpy
import torch

foreign, ours_pt, ours_safetensors = sys.argv[1:]
theirs = torch.load(foreign, map_location="cpu")["state_dict"]
expected = {key.removeprefix("module.").replace("linear.", "fc."): value for key, value in theirs.items()}

read = torch.load(ours_pt, weights_only=True)
# Files of 2018 have no counters of batches; ours may add them.
added = [key for key in read if key not in expected]
assert all(key.endswith("num_batches_tracked") for key in added), added
for key, value in expected.items():
    assert read[key].dtype == value.dtype and torch.equal(read[key], value), key

other = safetensors.numpy.load_file(ours_safetensors)
assert other.keys() == read.keys()
for key, value in read.items():
    assert (other[key] == value.numpy()).all() and other[key].dtype == value.numpy().dtype, key
with safetensors.safe_open(ours_safetensors, "np") as file:
    assert file.metadata()["convnet4j.network"], "the metadata names the network"

print(f"{len(expected)} tensors equal, {len(added)} counters added;"
      f" torch {torch.__version__}, safetensors {safetensors.__version__},"
      f" Python {sys.version.split()[0]}")
