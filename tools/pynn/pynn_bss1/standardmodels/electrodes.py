"""Sources of current. Native names and units are PyNN's own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyNN.errors import InvalidParameterValueError
from pyNN.parameters import ArrayParameter, ParameterSpace
from pyNN.standardmodels import electrodes

from .. import messages, noise, simulator
from ..errors import InvalidError
from ..names import Checked, UnknownParameterError, check_names
from .cells import same

Column = NDArray[np.float64]


class CurrentSource(Checked):
    """A source of current, injected into any cells."""

    def __init__(self, **parameters: Any) -> None:
        self._native: dict[str, Any] = {}
        # what flowed from which time on
        self._history: list[tuple[float, dict[str, Any]]] = []
        self._cells: list[Any] = []
        self._recording = False
        self._session = simulator.state.session
        super().__init__(**parameters)
        space = self.parameter_space  # type: ignore[attr-defined]
        space.shape = (1,)
        self.set_native_parameters(self.translate(space))  # type: ignore[attr-defined]
        simulator.state.current_sources.append(self)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and name != "parameter_space" and name not in self.default_parameters:
            raise UnknownParameterError(name, type(self).__name__, self.default_parameters)
        super().__setattr__(name, value)

    def set_parameters(self, copy: bool = True, **parameters: Any) -> None:
        check_names(parameters, self.default_parameters, type(self).__name__)
        super().set_parameters(copy=copy, **parameters)  # type: ignore[misc]

    def set_native_parameters(self, parameters: Any) -> None:
        """Takes effect from the present time on."""
        parameters.evaluate(simplify=True)
        written = dict(self._native)
        for name, value in parameters.items():
            written[name] = np.asarray(value.value, float) if isinstance(value, ArrayParameter) else float(value)
        self._native = self._checked(written)
        now = simulator.state.t
        self._history = [(t, p) for t, p in self._history if now > 0 and t < now] + [(now, self._native)]
        self._session.changed()
        self._session.currents_changed = True

    def get_native_parameters(self) -> Any:
        return ParameterSpace(dict(self._native))

    def get_parameters(self) -> dict[str, Any]:
        return dict(self._native)

    def _checked(self, native: dict[str, Any]) -> dict[str, Any]:
        for name in native:
            if not np.isfinite(native[name]).all():
                raise InvalidParameterValueError(f"{name} of {type(self).__name__} is {native[name]}, must be finite")
        if "start" in native and not 0 <= native["start"] <= native["stop"]:
            raise InvalidParameterValueError(
                f"{type(self).__name__} starts at {native['start']:g} ms and stops at {native['stop']:g} ms: must "
                "start at 0 or later, and stop after it started"
            )
        return native

    def inject_into(self, cells: Any, location: Any = None) -> None:
        """Injects into a population, a view, an assembly or a list of cells."""
        if location is not None:
            raise InvalidError("location: the cells of the wafer have one compartment")
        found = list(cells)
        for cell in found:
            if not cell.celltype.injectable:
                raise TypeError("Can't inject current into a spike source.")
        self._cells += found
        self._session.changed()
        self._session.currents_changed = True

    def targets(self) -> list[tuple[Any, NDArray[np.int64]]]:
        """Populations and cells."""
        by_population: dict[int, tuple[Any, list[int]]] = {}
        for cell in self._cells:
            by_population.setdefault(id(cell.parent), (cell.parent, []))[1].append(cell.parent.id_to_index(cell))
        return [(population, np.unique(cells)) for population, cells in by_population.values()]

    def job_currents(self, index_of: Any) -> list[Any]:
        """One per population."""
        return [
            messages.JobCurrent(target=index_of(population), cells=messages.i32(cells), **self._waveform())
            for population, cells in self.targets()
        ]

    def _waveform(self) -> dict[str, Any]:
        raise NotImplementedError

    def record(self) -> None:
        """Has the current at hand for `get_data()`."""
        self._recording = True

    def _get_data(self) -> tuple[Column, Column]:
        if not self._recording:
            raise InvalidError(
                f"the current of this {type(self).__name__} is not recorded: call its record() before run()"
            )
        dt = simulator.state.dt
        times = np.asarray(np.arange(round(simulator.state.t / dt) + 1) * dt, dtype=np.float64)
        current = np.zeros(times.size)
        for since, native in self._history:
            later = times > since - dt / 2
            current[later] = self._current(native, times[later])
        return times, current

    def _current(self, native: dict[str, Any], times: Column) -> Column:
        raise NotImplementedError


def _flows(native: dict[str, Any], times: Column) -> NDArray[np.bool_]:
    half = simulator.state.dt * 1e-6
    return np.asarray((times >= native["start"] - half) & (times < native["stop"] - half))


class DCSource(CurrentSource, electrodes.DCSource):  # type: ignore[misc]
    __doc__ = electrodes.DCSource.__doc__
    translations = same(electrodes.DCSource)

    def _waveform(self) -> dict[str, Any]:
        return {"dc": messages.DcCurrent(**self._native)}

    def _current(self, native: dict[str, Any], times: Column) -> Column:
        return np.where(_flows(native, times), native["amplitude"], 0.0)


class StepCurrentSource(CurrentSource, electrodes.StepCurrentSource):  # type: ignore[misc]
    __doc__ = electrodes.StepCurrentSource.__doc__
    translations = same(electrodes.StepCurrentSource)

    def _checked(self, native: dict[str, Any]) -> dict[str, Any]:
        times, amplitudes = np.atleast_1d(native["times"]), np.atleast_1d(native["amplitudes"])
        if times.size != amplitudes.size:
            raise InvalidParameterValueError(f"{times.size} times and {amplitudes.size} amplitudes, must be as many")
        if (times < 0).any():
            raise InvalidParameterValueError("Step current cannot accept negative timestamps.")
        if (np.diff(times) <= 0).any():
            raise InvalidParameterValueError("Step current timestamps should be monotonically increasing.")
        rounded = np.rint(times / simulator.state.dt) * simulator.state.dt
        # of those on the same step, the last one counts
        steps, last = np.unique(rounded[::-1], return_index=True)
        return super()._checked({"times": steps, "amplitudes": amplitudes[::-1][last]})

    def _waveform(self) -> dict[str, Any]:
        times, amplitudes = (messages.f64(self._native[name]) for name in ("times", "amplitudes"))
        return {"step": messages.StepCurrent(times=times, amplitudes=amplitudes)}

    def _current(self, native: dict[str, Any], times: Column) -> Column:
        if not native["times"].size:
            return np.zeros(times.size)
        step = np.searchsorted(native["times"], times + simulator.state.dt * 1e-6, "right") - 1
        return np.where(step < 0, 0.0, native["amplitudes"][np.maximum(step, 0)])


class ACSource(CurrentSource, electrodes.ACSource):  # type: ignore[misc]
    __doc__ = electrodes.ACSource.__doc__
    translations = same(electrodes.ACSource)

    def _waveform(self) -> dict[str, Any]:
        return {"ac": messages.AcCurrent(**self._native)}

    def _current(self, native: dict[str, Any], times: Column) -> Column:
        turns = native["frequency"] * (times - native["start"]) / 1000 + native["phase"] / 360
        wave = native["offset"] + native["amplitude"] * np.sin(2 * np.pi * turns)
        return np.where(_flows(native, times), wave, 0.0)


class NoisyCurrentSource(CurrentSource, electrodes.NoisyCurrentSource):  # type: ignore[misc]
    __doc__ = electrodes.NoisyCurrentSource.__doc__
    translations = same(electrodes.NoisyCurrentSource)

    def __init__(self, **parameters: Any) -> None:
        parameters.setdefault("dt", simulator.state.dt)
        super().__init__(**parameters)

    def _checked(self, native: dict[str, Any]) -> dict[str, Any]:
        if not native["dt"] > 0 or native["stdev"] < 0:
            raise InvalidParameterValueError(
                f"dt is {native['dt']:g} ms and stdev {native['stdev']:g} nA: must be above 0"
            )
        return super()._checked(native)

    def _waveform(self) -> dict[str, Any]:
        return {"noisy": messages.NoisyCurrent(**self._native)}

    def _current(self, native: dict[str, Any], times: Column) -> Column:
        flows = _flows(native, times)
        step = np.floor((times - native["start"]) / native["dt"] + 1e-6).astype(np.int64)
        drawn = noise.current(simulator.state.options.seed, self._session.current_index(self), np.maximum(step, 0))
        return np.where(flows, native["mean"] + native["stdev"] * drawn, 0.0)
