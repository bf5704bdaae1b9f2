"""The overlap of message passing with a teacher of weights +1 and -1, step by step."""

from replicas import Equations
from side import arguments, serve

rival, folder, (alpha, steps) = arguments()
equations = Equations(rival)


def answer():
    overlaps = [0.0]
    for _ in range(int(steps)):
        overlaps.append(equations.overlap_with_teacher(equations.labels_of_teacher(float(alpha), overlaps[-1])))
    return overlaps


serve(answer, answer)
