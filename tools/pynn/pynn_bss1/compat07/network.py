"""The network that a 0.7 script describes between `setup` and `end`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .electrodes import CurrentSource
    from .experiment import Experiment
    from .marocco import PyMarocco
    from .populations import Population
    from .projections import Projection
    from .runtime import Runtime


@dataclass
class Network:
    """What was described, in the order of the script. It is built at the first `run`."""

    timestep: float
    min_delay: float
    max_delay: float
    options: dict[str, Any]
    marocco: PyMarocco | None
    runtime: Runtime | None
    populations: list[Population] = field(default_factory=list)
    projections: list[Projection] = field(default_factory=list)
    currents: list[CurrentSource] = field(default_factory=list)
    files: list[tuple[Any, str, Any]] = field(default_factory=list)
    next_id: int = 0
    draws: int = 0
    experiment: Experiment | None = None
    ended: bool = False

    def seed(self) -> int:
        """Of the next generator that the script does not seed: the same script draws the same."""
        self.draws += 1
        return int(self.options.get("seed", 0)) * 1_000_003 + self.draws


_current: list[Network] = []


def current() -> Network:
    """The network of the last `setup`."""
    if not _current:
        raise RuntimeError("call setup() first: there is no network yet")
    return _current[0]


def begin(network: Network) -> None:
    """Makes a network the current one."""
    _current[:] = [network]


def last() -> Network | None:
    """The network of the last `setup`, if there was one."""
    return _current[0] if _current else None
