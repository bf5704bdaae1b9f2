"""A dense matrix of +1 and -1 in single precision, or its transpose, times a vector: sgemv of numpy and PyTorch."""

import numpy as np

from side import arguments, serve

rival, folder, (direction, n, p) = arguments()
dense = np.fromfile(folder / "matrix", np.int8).reshape(int(p), int(n)).astype(np.float32)
matrix = dense if direction == "forward" else dense.T
x = np.fromfile(folder / "vector").astype(np.float32)
out = np.empty(len(matrix), np.float32)

if rival == "numpy":

    def call():
        np.dot(matrix, x, out=out)

elif rival == "torch":
    import torch

    torch.set_num_threads(1)
    tensors = [torch.from_numpy(array) for array in (matrix, x, out)]

    def call():
        torch.mv(tensors[0], tensors[1], out=tensors[2])


def answer():
    call()
    return out


serve(call, answer)
