"""The overlap of two solutions at equidistant densities up to 1, each iterated from the one before."""

from replicas import Equations, fixed_point
from side import arguments, serve

rival, folder, (points,) = arguments()
equations, points = Equations(rival), int(points)


def answer():
    q, overlaps = 0.0, []
    for k in range(1, points + 1):
        alpha = k / points
        q = fixed_point(lambda q: equations.overlap_of_solutions(equations.random_labels(alpha, q)), q)
        overlaps.append(q)
    return overlaps


serve(answer, answer)
