"""Overlaps of packed patterns with packed weights: simsimd, numpy on bits, PyTorch on dense single precision."""

import numpy as np

from side import arguments, serve, unpacked

rival, folder, (n, p) = arguments()
n, p = int(n), int(p)

if rival == "simsimd":
    import simsimd

    rows = np.fromfile(folder / "rows", np.uint8).reshape(p, -1)
    weights = np.fromfile(folder / "weights", np.uint8)[None]

    def call():
        global distances
        distances = simsimd.cdist(rows, weights, metric="hamming", dtype="bin8", threads=1)

    def answer():
        call()
        return n - 2 * np.asarray(distances).ravel()

elif rival == "numpy":
    rows = np.fromfile(folder / "rows", np.uint64).reshape(p, -1)
    weights = np.fromfile(folder / "weights", np.uint64)
    disagreements, counts = np.empty_like(rows), np.empty(rows.shape, np.uint8)

    def call():
        np.bitwise_xor(rows, weights, out=disagreements)
        np.bitwise_count(disagreements, out=counts)
        counts.sum(axis=1, dtype=np.int64, out=distances)

    distances = np.empty(p, np.int64)

    def answer():
        call()
        return n - 2 * distances

elif rival == "torch":
    import torch

    torch.set_num_threads(1)
    rows = torch.from_numpy(unpacked(folder, "rows", n))
    weights = torch.from_numpy(unpacked(folder, "weights", n)[0])
    overlaps = torch.empty(p)

    def call():
        torch.mv(rows, weights, out=overlaps)

    def answer():
        call()
        return overlaps.tolist()


serve(call, answer)
