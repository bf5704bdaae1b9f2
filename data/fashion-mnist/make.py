#!/usr/bin/env python3
"""Make the subset of Fashion-MNIST in this folder from the whole set.

    python3 make.py /usr/share/datasets/fashion-mnist

The first 400 training and the first 100 test images of every class, in the order of the whole files. Only the standard
library is needed. It prints two checksums a file, of the gzip stream (without name and time; another zlib may fold the
bytes otherwise) and of what it unfolds to; SOURCE.md lists both.
"""

import gzip
import hashlib
import struct
import sys
from pathlib import Path

SOURCES = {
    "train-images-idx3-ubyte.gz": "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
    "train-labels-idx1-ubyte.gz": "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
    "t10k-images-idx3-ubyte.gz": "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
    "t10k-labels-idx1-ubyte.gz": "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
}
CLASSES = 10


def read(folder, name):
    """The bytes of a source file, unfolded, after a look at its checksum."""
    packed = (folder / name).read_bytes()
    found = hashlib.sha256(packed).hexdigest()
    if found != SOURCES[name]:
        sys.exit(f"{folder / name} has the sha256 sum {found}, expected {SOURCES[name]}")
    return gzip.decompress(packed)


def write(name, data):
    """Folds bytes into a file beside this script and prints its checksums."""
    packed = gzip.compress(data, compresslevel=9, mtime=0)
    Path(__file__).with_name(name).write_bytes(packed)
    print(f"{name}\n  gzip     {hashlib.sha256(packed).hexdigest()}\n  unfolded {hashlib.sha256(data).hexdigest()}")


def make(folder, part, per_class):
    """Keeps the first images of every class of a part, `train` or `t10k`."""
    images_name, labels_name = f"{part}-images-idx3-ubyte.gz", f"{part}-labels-idx1-ubyte.gz"
    images, labels = read(folder, images_name), read(folder, labels_name)
    magic, count, rows, columns = struct.unpack(">4i", images[:16])
    assert (magic, struct.unpack(">2i", labels[:8])) == (2051, (2049, count))
    size, taken, kept = rows * columns, [0] * CLASSES, []
    for index, label in enumerate(labels[8:]):
        if taken[label] < per_class:
            taken[label] += 1
            kept.append(index)
    assert taken == [per_class] * CLASSES
    pixels = b"".join(images[16 + index * size : 16 + (index + 1) * size] for index in kept)
    write(images_name, struct.pack(">4i", magic, len(kept), rows, columns) + pixels)
    write(labels_name, struct.pack(">2i", 2049, len(kept)) + bytes(labels[8 + index] for index in kept))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make(Path(sys.argv[1]), "train", 400)
    make(Path(sys.argv[1]), "t10k", 100)
