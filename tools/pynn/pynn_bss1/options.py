"""What `setup()` takes."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from . import messages
from .errors import InvalidError
from .names import nearest

ENGINES = ("emulator", "reference", "realised", "map")
SILICON = ("ideal", "typical")
ON_LOSS = ("warn", "raise", "ignore")
STRATEGIES = ("greedy", "optimise")

IGNORED = frozenset(
    [
        "spike_precision",
        "rng_seeds",
        "rng_seeds_seed",
        "t_flush",
        "filename",
        "label",
        "grng_seed",
        "verbosity",
        "recording_precision",
        "allow_offgrid_times",
        "rank",
        "num_processes",
        "use_cvode",
        "rtol",
        "atol",
        "default_maxstep",
        "quit_on_end",
        "file",
        "mpi_nodes",
        "native_rng_baseseed",
        "result_dir_path",
        "compat07",
    ]
)
"""What PyNN's scripts hand to other simulators, and means nothing here."""


@dataclass(frozen=True)
class Options:
    """Of a session, as `setup()` was given them."""

    engine: str = "emulator"
    """The emulated wafer; double precision as written; double precision as the mapping realises it; mapping alone."""
    silicon: str = ""
    """Empty: that of the wafer which jobs share, else ideal."""
    wafer_seed: int = 0
    """Which typical wafer."""
    calibration: bytes = field(default=b"", repr=False)
    defects: bytes = field(default=b"", repr=False)
    speedup: float = 1e4
    neuron_size: int = 0
    """Denmems per neuron; 0: chosen for each."""
    strategy: str = "optimise"
    mapping_seed: int = 0
    time_limit: float = 0
    """Of the mapping search, in seconds of wall time; 0: the mapper's own."""
    hicanns: tuple[int, ...] = ()
    fpgas: tuple[int, ...] = ()
    """To have alone, on a queue whose jobs share a wafer; without meaning elsewhere."""
    chain_length: int = 0
    seed: int = 1
    """Of Poisson trains and noise."""
    trial: int = 0
    """Write number of the analog parameters."""
    threads: int = 0
    on_loss: str = "warn"
    approximate: bool = False
    """Cells that the circuit only approximates."""
    max_delay: Any = "auto"

    @property
    def on_wafer(self) -> bool:
        """Whether the network is mapped."""
        return self.engine != "reference"

    def message(self) -> Any:
        """As the server reads them."""
        return messages.Options(
            engine=messages.Options.Engine.Value(self.engine.upper()),
            silicon=self.silicon if self.on_wafer else "",
            wafer_seed=self.wafer_seed if self.on_wafer else 0,
            calibration=self.calibration if self.on_wafer else b"",
            defects=self.defects if self.on_wafer else b"",
            speedup=self.speedup,
            neuron_size=self.neuron_size,
            strategy=self.strategy,
            mapping_seed=self.mapping_seed,
            time_limit_s=self.time_limit,
            hicanns=self.hicanns,
            trial=self.trial,
            chain_length=self.chain_length,
            threads=self.threads,
        )


def parse(given: Mapping[str, Any]) -> Options:
    """Reads the extra arguments of `setup()`, then what the environment says of the others."""
    known = [f.name for f in fields(Options)]
    chosen: dict[str, Any] = {}
    for name, value in given.items():
        if name in IGNORED or name == "rng_seed":
            continue
        if name not in known:
            raise InvalidError(f"setup() has no option '{name}'{nearest(name, known)}")
        chosen[name] = _READ[name](name, value)
    if "seed" not in chosen and given.get("rng_seed") is not None:
        chosen["seed"] = _READ["seed"]("rng_seed", given["rng_seed"])
    for name in ("engine", "silicon", "approximate"):
        value = os.environ.get(f"BSS_{name.upper()}")
        if value and name not in chosen:
            chosen[name] = _READ[name](f"$BSS_{name.upper()}", value)
    if "wafer_seed" in chosen and chosen.get("silicon", "ideal") != "typical":
        raise InvalidError("wafer_seed names a typical wafer: add silicon='typical'")
    return Options(**chosen)


def _one_of(words: tuple[str, ...]) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        if value not in words:
            raise InvalidError(f"setup({name}={value!r}){nearest(str(value), words)}")
        return str(value)

    return read


def _whole(low: int, high: int, even: bool = False) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        if value is None:
            return low
        if isinstance(value, bool) or int(value) != value or not low <= value <= high or (even and value % 2):
            raise InvalidError(
                f"setup({name}={value!r}): must be {'even, ' if even else ''}a whole number, {low} to {high}"
            )
        return int(value)

    return read


def _real(low: float, high: float) -> Callable[[str, Any], float]:
    def read(name: str, value: Any) -> float:
        if value is None:
            return low
        if not low <= float(value) <= high:
            raise InvalidError(f"setup({name}={value!r}): must be {low:g} to {high:g}")
        return float(value)

    return read


def _file(name: str, value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, bytes):
        return value
    try:
        return Path(value).read_bytes()
    except OSError as failure:
        raise InvalidError(f"setup({name}={str(value)!r}): {failure.strerror or failure}") from None


def _truth(name: str, value: Any) -> bool:
    if isinstance(value, str):
        return value.lower() not in ("", "0", "no", "false")
    return bool(value)


def _numbers(high: int) -> Callable[[str, Any], tuple[int, ...]]:
    def read(name: str, value: Any) -> tuple[int, ...]:
        given = (value,) if isinstance(value, int) else tuple(() if value is None else value)
        return tuple(_whole(0, high)(name, number) for number in given)

    return read


def _delay(name: str, value: Any) -> Any:
    if value is None or value == "auto":
        return "auto"
    return _real(0, math.inf)(name, value)


_SEED = _whole(-(2**63), 2**63 - 1)

_READ: dict[str, Callable[[str, Any], Any]] = {
    "engine": _one_of(ENGINES),
    "silicon": _one_of(SILICON),
    "wafer_seed": _SEED,
    "calibration": _file,
    "defects": _file,
    "speedup": _real(1e3, 1e5),
    "neuron_size": _whole(0, 64, even=True),
    "strategy": _one_of(STRATEGIES),
    "mapping_seed": _SEED,
    "time_limit": _real(0, 1e9),
    "hicanns": _numbers(383),
    "fpgas": _numbers(47),
    "chain_length": _whole(0, 112),
    "seed": _SEED,
    "trial": _whole(0, 2**31 - 1),
    "threads": _whole(0, 4096),
    "on_loss": _one_of(ON_LOSS),
    "approximate": _truth,
    "max_delay": _delay,
}
