"""The overlap of a typical student with the teacher at equidistant densities up to 1.4, each iterated from the one before."""

from replicas import Equations, fixed_point
from side import arguments, serve

rival, folder, (points,) = arguments()
equations, points = Equations(rival), int(points)


def answer():
    q, overlaps = 0.0, []
    for k in range(1, points + 1):
        alpha = 1.4 * k / points
        q = fixed_point(lambda q: equations.overlap_with_teacher(equations.labels_of_teacher(alpha, q)), q)
        overlaps.append(q)
    return overlaps


serve(answer, answer)
