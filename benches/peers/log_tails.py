"""The logarithm of the Gaussian tail of many arguments: scipy's log_ndtr."""

import numpy as np
from scipy.special import log_ndtr

from side import arguments, serve

rival, folder, _ = arguments()
x = -np.fromfile(folder / "arguments")
out = np.empty_like(x)


def call():
    log_ndtr(x, out=out)


def answer():
    call()
    return out


serve(call, answer)
