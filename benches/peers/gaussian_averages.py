"""The mean of ln H(sqrt(q/(1-q)) z) over a unit Gaussian: scipy's adaptive quadrature."""

import math

from scipy.special import log_ndtr

from averages import mean
from side import arguments, serve

rival, folder, _ = arguments()
average = mean(rival)


def answer():
    return [average(lambda z: log_ndtr(-math.sqrt(q / (1 - q)) * z)) for q in (0.5, 0.9, 0.99, 0.999)]


serve(answer, answer)
