"""What every rival does: get ready, and answer lines on standard input.

A script is run as `QUESTION.py RIVAL FOLDER ARGUMENTS...`; the inputs lie in the folder, where our side left them. It says `ready`, and
answers a number of calls with the CPU seconds of one (all threads of the process), and `answer` with the numbers to compare.
"""

import sys
import time
from pathlib import Path

import numpy as np


def arguments():
    """Rival, folder and the arguments of the question."""
    rival, folder, *rest = sys.argv[1:]
    return rival, Path(folder), rest


def serve(call, answer):
    """Answers until nothing more is asked."""
    call()
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "answer":
            print(*(repr(float(number)) for number in answer()), flush=True)
        else:
            calls = int(line)
            start = time.process_time()
            for _ in range(calls):
                call()
            print((time.process_time() - start) / calls, flush=True)


def unpacked(folder, name, n):
    """Rows of packed bits as entries -1 and +1 in single precision."""
    words = np.fromfile(folder / name, np.uint8).reshape(-1, (n + 63) // 64 * 8)
    return np.unpackbits(words, axis=1, count=n, bitorder="little").astype(np.float32) * 2 - 1
