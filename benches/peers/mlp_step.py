"""One training step of a multilayer perceptron, ours against PyTorch (eager), by turns in the same run.

    cargo build --release -p piccole-benches --example mlp_step
    python3 benches/peers/mlp_step.py [ROUNDS]

needs `pip install torch`. Each turn is a process of its own with one thread; times are CPU seconds of the process per step
(warm-up excluded), the median over the rounds. Both programs start from the same weights and inputs (a formula), and their
losses after the warm-up must agree, or the run is refused.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

CASES = [
    ("784-256-128-10", 32, 300),
    ("784-256-128-10", 128, 100),
    ("784-256-128-10", 1024, 20),
    ("20-32-1", 32, 3000),
]
GOALS = [1.7, 1.2, 1.0, 45.0]
OURS = Path(__file__).resolve().parents[2] / "target/release/examples/mlp_step"


def numbers(torch, start, count):
    index = torch.arange(start, start + count, dtype=torch.int64)
    bits = (index * 1103515245 + 12345) & 0x7FFFFFFF
    return (((bits >> 8) ^ (bits << 7)) & 0xFFFFF).to(torch.float32) / 524288.0 - 1.0


def torch_turn(widths, batch, steps):
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    widths = [int(width) for width in widths.split("-")]
    layers = []
    for l, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layer = torch.nn.Linear(inputs, outputs)
        scale = torch.tensor(2.0 / inputs, dtype=torch.float32).sqrt()
        with torch.no_grad():
            layer.weight.copy_((scale * numbers(torch, 7 * l + 1, inputs * outputs)).reshape(inputs, outputs).T)
            layer.bias.zero_()
        layers += [layer, torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    x = numbers(torch, 3, widths[0] * batch).reshape(batch, widths[0])
    if widths[-1] == 1:
        index = 5 + 11 * torch.arange(batch)
        target = torch.cat([numbers(torch, int(i), 1) for i in index]).reshape(batch, 1)
        loss_of = torch.nn.MSELoss()
    else:
        target = 7 * torch.arange(batch) % widths[-1]
        loss_of = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)

    def step():
        optimizer.zero_grad()
        loss = loss_of(net(x), target)
        loss.backward()
        optimizer.step()
        return loss

    for _ in range(steps // 10 + 1):
        loss = step()
    start, wall = time.process_time(), time.perf_counter()
    for _ in range(steps):
        step()
    cpu, wall = time.process_time() - start, time.perf_counter() - wall
    print(cpu / steps, wall / steps, f"{loss.item():.6f}")


def run(command):
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    cpu, _, loss = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.split()
    return float(cpu), float(loss)


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for (widths, batch, steps), goal in zip(CASES, GOALS):
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(run([OURS, widths, str(batch), str(steps), "1"]))
            theirs.append(run([sys.executable, __file__, "--turn", widths, str(batch), str(steps)]))
        if abs(ours[0][1] - theirs[0][1]) > 1e-4 * (1 + abs(theirs[0][1])):
            sys.exit(f"{widths}, batch {batch}: losses differ, {ours[0][1]} and {theirs[0][1]}")
        a, b = median([cpu for cpu, _ in ours]), median([cpu for cpu, _ in theirs])
        best = min(cpu for cpu, _ in theirs) / min(cpu for cpu, _ in ours)
        print(
            f"{widths} batch {batch}: ours {batch / a:.3g}, torch {batch / b:.3g} samples/s, "
            f"ratio {b / a:.2f} (best to best {best:.2f}), goal {goal}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--turn"]:
        torch_turn(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
