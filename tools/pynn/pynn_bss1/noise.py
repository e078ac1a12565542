"""The noise that the reference simulator injects, drawn again to show it: its `KeyedRandom`, for many steps at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_NOISE = 5


def current(seed: int, index: int, step: NDArray[np.int64]) -> NDArray[np.float64]:
    """Standard normal values of the current with this index among the currents of the job."""
    key = _key(seed, _NOISE, index)
    first = np.uint64(_mix(key + _GOLDEN))
    golden = np.uint64(_GOLDEN)
    with np.errstate(over="ignore"):
        keys = _mixed(first ^ _mixed(step.astype(np.uint64) + golden))
        uniform = [(_hash(keys, n) >> np.uint64(11)).astype(np.float64) * 2.0**-53 for n in (0, 1)]
    return np.asarray(np.sqrt(-2 * np.log(1 - uniform[0])) * np.cos(2 * np.pi * uniform[1]))


def _key(seed: int, *parts: int) -> int:
    key = _mix(seed + _GOLDEN)
    for part in parts:
        key = _mix(key ^ _mix(part + _GOLDEN))
    return key


def _hash(keys: NDArray[np.uint64], counter: int) -> NDArray[np.uint64]:
    return _mixed(keys ^ np.uint64(_mix(counter * _GOLDEN + _GOLDEN)))


def _mix(z: int) -> int:
    z &= _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def _mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)), dtype=np.uint64)
