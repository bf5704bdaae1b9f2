# %% [markdown]
# The random streams in NumPy
#
# Every random number of piccole comes from a stream that has a name: a seed, then purposes and numbers, each one step down
# a tree of BLAKE3 hashes. The generator at a node is PCG-DXSM, which NumPy has as `PCG64DXSM`. This script draws the patterns
# of `piccole generate` again and compares every entry.
#
#     piccole generate storage --n 101 --alpha 0.5 --seed 7 --out storage.npz
#     python streams.py storage.npz

# %%
import argparse
import tomllib
from pathlib import Path

import numpy as np
from blake3 import blake3

arguments = argparse.ArgumentParser(description="Draws patterns again and compares them with a file.")
arguments.add_argument("patterns", type=Path)
arguments = arguments.parse_args()


# %% The tree of streams.
class StreamKey:
    """A node of 32 bytes."""

    def __init__(self, node):
        self.node = node

    @classmethod
    def from_seed(cls, seed):
        context = "piccole random streams, version 1"
        return cls(blake3(seed.to_bytes(8, "little"), derive_key_context=context).digest())

    def named(self, name):
        return StreamKey(blake3(b"n" + name.encode(), key=self.node).digest())

    def indexed(self, index):
        return StreamKey(blake3(b"i" + index.to_bytes(8, "little"), key=self.node).digest())

    def rng(self):
        """The generator: 16 bytes of initial state, 16 of increment, moved away from the start by one step."""
        state, increment = (int.from_bytes(part, "little") for part in (self.node[:16], self.node[16:]))
        increment |= 1
        multiplier, modulus = 0xDA942042E4DD58B5, 1 << 128
        state = ((state + increment) * multiplier + increment) % modulus
        generator = np.random.PCG64DXSM()
        generator.state = {
            "bit_generator": "PCG64DXSM",
            "state": {"state": state, "inc": increment},
            "has_uint32": 0,
            "uinteger": 0,
        }
        return generator


# %% Signs: 64 of an output, the lowest bit first; a set bit is +1.
def signs(generator, length):
    words = generator.random_raw(-(-length // 64)).astype("<u8")
    bits = np.unpackbits(words.view(np.uint8), bitorder="little")[:length]
    return 2 * bits.astype(np.int8) - 1


# %% What the file says drew it.
patterns = np.load(arguments.patterns)
settings = tomllib.loads(patterns["settings"].tobytes().decode())
print(settings)
assert settings["inputs"] == "signs" and settings["hidden"] == 1, "this script draws ±1 inputs for one unit"
p, n = patterns["inputs"].shape
key = StreamKey.from_seed(settings["seed"]).named("patterns")

# %% Inputs have a stream each. Labels are drawn, or given by a teacher; an input on which it is undecided is drawn again.
inputs = np.empty((p, n), dtype=np.int8)
if settings["scenario"] == "storage":
    labels = signs(key.named("labels").rng(), p)
    for mu in range(p):
        inputs[mu] = signs(key.named("inputs").indexed(mu).rng(), n)
else:
    teacher = signs(key.named("teacher").rng(), n)
    assert (patterns["teacher"].ravel() == teacher).all(), "another teacher"
    labels = np.empty(p, dtype=np.int8)
    for mu in range(p):
        generator, field = key.named("inputs").indexed(mu).rng(), 0
        while field == 0:
            inputs[mu] = signs(generator, n)
            field = int(inputs[mu].astype(int) @ teacher)
        labels[mu] = np.sign(field)

# %%
assert (patterns["labels"] == labels).all(), "other labels"
assert (patterns["inputs"] == inputs).all(), "other inputs"
print(f"{p} labels and {p * n} inputs are the same")
