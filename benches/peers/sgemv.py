"""Products of a matrix of +1 and -1 with a vector: dense sgemv of numpy, PyTorch and MKL against ours, by turns.

    cargo build --release -p piccole-benches --example sign_products
    python3 benches/peers/sgemv.py [N P]

Needs numpy; PyTorch and MKL's library (pip install mkl) are used where they are found. All sides on one core and one thread, CPU
seconds, medians; the products are compared with each other and in float64.
"""
import os, sys
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
import ctypes, glob, pathlib, statistics, subprocess, tempfile, time
import numpy as np
try:
    import torch
    torch.set_num_threads(1)
except ImportError:
    torch = None

n, p = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (10001, 7001)
ROUNDS = 15
root = pathlib.Path(__file__).resolve().parents[2]
ours = root / "target/release/examples/sign_products"
rng = np.random.default_rng(1)
bits = rng.integers(0, 2, size=(p, n), dtype=np.uint8)
packed = np.zeros((p, (n + 63) // 64 * 8), np.uint8)
packed[:, : (n + 7) // 8] = np.packbits(bits, axis=1, bitorder="little")
dense = bits.astype(np.float32) * 2 - 1
libraries = glob.glob(os.path.join(sys.prefix, "lib", "libmkl_rt.so*"))
mkl = ctypes.CDLL(libraries[0]) if libraries else None
floats = lambda a: a.ctypes.data_as(ctypes.POINTER(ctypes.c_float))

with tempfile.TemporaryDirectory() as folder:
    packed.tofile(f"{folder}/words")
    for direction, terms, count in (("forward", n, p), ("backward", p, n)):
        x = rng.standard_normal(terms)
        x.tofile(f"{folder}/vector")
        single, out = x.astype(np.float32), np.zeros(count, np.float32)
        matrix = dense if direction == "forward" else dense.T
        contenders = {"numpy": lambda: np.dot(matrix, single, out=out)}
        if torch:
            tensors = [torch.from_numpy(a) for a in (matrix, single, out)]
            contenders["torch"] = lambda: torch.mv(tensors[0], tensors[1], out=tensors[2])
        if mkl:
            transposed = 111 if direction == "forward" else 112
            contenders["mkl"] = lambda: mkl.cblas_sgemv(
                101, transposed, p, n, ctypes.c_float(1), floats(dense), n, floats(single), 1, ctypes.c_float(0), floats(out), 1)
        exact = np.array([matrix[r].astype(np.float64) @ x for r in range(0, count, 97)])
        error = lambda y: np.linalg.norm(y[::97] - exact) / np.linalg.norm(exact)
        program = subprocess.Popen(
            [ours, str(n), str(p), f"{folder}/words", f"{folder}/vector", direction],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        seconds, errors = {name: [] for name in ["ours", *contenders]}, {}
        for _ in range(ROUNDS):
            program.stdin.write("\n"); program.stdin.flush()
            seconds["ours"].append(float(program.stdout.readline()))
            for name, call in contenders.items():
                start = time.process_time(); call(); seconds[name].append(time.process_time() - start)
                errors[name] = error(out)
        errors["ours"] = error(np.array(program.communicate()[0].split(), float))
        assert errors["ours"] <= 2e-6 and all(e < 1e-5 for e in errors.values()), errors
        for name, taken in seconds.items():
            print(f"{direction:8} {name:6} {n * p / statistics.median(taken) / 1e9:7.2f} Gelem/s (best "
                  f"{n * p / min(taken) / 1e9:7.2f}), relative error {errors[name]:.1e}")
        rivals = [name for name in seconds if name != "ours"]
        for statistic, name in ((statistics.median, "medians"), (min, "best rounds")):
            rival = min(rivals, key=lambda rival: statistic(seconds[rival]))
            print(f"{direction:8} ours is {statistic(seconds[rival]) / statistic(seconds['ours']):.1f} times as fast as {rival}, by {name}")
