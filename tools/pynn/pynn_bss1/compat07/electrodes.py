"""Current sources of PyNN 0.7: times in ms, currents in nA."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import messages
from . import network as networks
from .groups import Group
from .populations import group


class CurrentSource:
    """A current that flows into cells."""

    def __init__(self) -> None:
        self.targets: list[Group] = []
        networks.current().currents.append(self)

    def inject_into(self, cells: Any) -> None:
        """Lets it flow into some cells."""
        self.targets.append(group(cells))

    def waveform(self) -> dict[str, Any]:
        """Its message in a job, under its name."""
        raise NotImplementedError


class DCSource(CurrentSource):
    """A constant current."""

    def __init__(self, amplitude: float = 1.0, start: float = 0.0, stop: float | None = None) -> None:
        super().__init__()
        self.amplitude, self.start, self.stop = float(amplitude), float(start), 1e12 if stop is None else float(stop)

    def waveform(self) -> dict[str, Any]:
        return {"dc": messages.DcCurrent(amplitude=self.amplitude, start=self.start, stop=self.stop)}


class StepCurrentSource(CurrentSource):
    """A current in steps."""

    def __init__(self, times: Any, amplitudes: Any) -> None:
        super().__init__()
        self.times, self.amplitudes = np.asarray(times, float), np.asarray(amplitudes, float)
        if self.times.shape != self.amplitudes.shape:
            raise ValueError(f"{self.times.size} times and {self.amplitudes.size} amplitudes are given")

    def waveform(self) -> dict[str, Any]:
        step = messages.StepCurrent(times=messages.f64(self.times), amplitudes=messages.f64(self.amplitudes))
        return {"step": step}


class ACSource(CurrentSource):
    """A sine."""

    def __init__(
        self,
        amplitude: float = 1.0,
        offset: float = 0.0,
        frequency: float = 10.0,
        phase: float = 0.0,
        start: float = 0.0,
        stop: float | None = None,
    ) -> None:
        super().__init__()
        self.parameters = {
            "amplitude": amplitude,
            "offset": offset,
            "frequency": frequency,
            "phase": phase,
            "start": start,
            "stop": 1e12 if stop is None else stop,
        }

    def waveform(self) -> dict[str, Any]:
        return {"ac": messages.AcCurrent(**self.parameters)}


class NoisyCurrentSource(CurrentSource):
    """A noisy current, drawn anew every `dt`."""

    def __init__(
        self,
        mean: float,
        stdev: float,
        dt: float | None = None,
        start: float = 0.0,
        stop: float | None = None,
        rng: Any = None,
    ) -> None:
        super().__init__()
        self.parameters = {
            "mean": mean,
            "stdev": stdev,
            "dt": networks.current().timestep if dt is None else dt,
            "start": start,
            "stop": 1e12 if stop is None else stop,
        }

    def waveform(self) -> dict[str, Any]:
        return {"noisy": messages.NoisyCurrent(**self.parameters)}
