"""What was recorded, as Neo has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import neo
import numpy as np
from numpy.typing import NDArray
from pyNN import recording

from . import neo_data, simulator


def _name(variable: Any) -> str:
    return str(getattr(variable, "name", variable))


class Recorder(recording.Recorder):  # type: ignore[misc]
    """Of one population."""

    _simulator = simulator

    def __init__(self, population: Any, file: Any = None) -> None:
        super().__init__(population, file)
        # spikes are at hand from the beginning, and are asked for from later on
        self._spikes_from: NDArray[np.float64] = np.full(population.size, -np.inf)
        self._cleared_at = -np.inf

    def intervals(self) -> dict[str, tuple[list[int], float]]:
        """Cells and sampling interval of what is sampled."""
        return {
            _name(variable): (sorted(self.population.id_to_index(int(i)) for i in ids), self.sampling_interval)
            for variable, ids in self.recorded.items()
            if _name(variable) != "spikes" and ids
        }

    @property
    def records_spikes(self) -> bool:
        """Whether those of any cell are recorded."""
        return any(_name(variable) == "spikes" and ids for variable, ids in self.recorded.items())

    def _record(self, variable: Any, new_ids: Any, sampling_interval: float | None = None) -> None:
        if sampling_interval is not None:
            self.sampling_interval = sampling_interval
        if _name(variable) != "spikes":
            self.population._pending.recordings = True
            self.population._session.changed()
        elif self._simulator.state.t > 0 and new_ids:
            index = self.population.id_to_index(np.array(sorted(new_ids), dtype=int))
            self._spikes_from[index] = self._simulator.state.t

    def _reset(self) -> None:
        self.population._pending.recordings = True
        self.population._session.changed()

    def _clear_simulator(self) -> None:
        self._cleared_at = self._simulator.state.t

    def store_to_cache(self, annotations: Any = None) -> None:
        super().store_to_cache(annotations)
        self._cleared_at = -np.inf
        self._spikes_from[:] = -np.inf

    def _spikes(self, ids: list[int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Cells and times of those cells, by cell and time."""
        population = self.population
        cell, time = population._session.spikes(population)
        wanted = np.zeros(population.size, dtype=bool)
        wanted[population.id_to_index(np.asarray(ids, dtype=int))] = True
        late = np.maximum(self._spikes_from, self._cleared_at)
        if wanted.all() and (late == -np.inf).all():
            return cell, time
        # up to the time of the last clear() all were delivered
        keep = wanted[cell] & (time > late[cell])
        return cell[keep], time[keep]

    def _get_spiketimes(self, ids: Any, clear: bool = False) -> Any:
        single = not hasattr(ids, "__len__")
        ids = [ids] if single else sorted(ids)
        if not ids:
            return {}
        trains = dict(self._trains([int(i) for i in ids]))
        return trains[int(ids[0])] if single else trains

    def _trains(self, ids: list[int]) -> list[tuple[int, NDArray[np.float64]]]:
        cell, time = self._spikes(ids)
        index = self.population.id_to_index(np.asarray(ids, dtype=int))
        return list(zip(ids, neo_data.split(cell, time, index), strict=True))

    def _get_all_signals(self, variable: Any, ids: Any, clear: bool = False) -> Any:
        """Samples from the start of the recording on, NaN of those that were not recorded yet."""
        population = self.population
        cells, begin, samples = population._session.trace(population, _name(variable))
        index = population.id_to_index(np.asarray([int(i) for i in ids], dtype=int))
        sampled = neo_data.sampled(
            cells, begin, samples, index, self._start, self._simulator.state.t, self.sampling_interval
        )
        return sampled, None

    @property
    def _start(self) -> float:
        return float(self._recording_start_time.rescale("ms").magnitude)

    def _local_count(self, variable: Any, filter_ids: Any = None) -> dict[int, int]:
        ids = sorted(int(i) for i in self.filter_recorded(variable, filter_ids))
        if not ids:
            return {}
        cell, _ = self._spikes(ids)
        counts = np.bincount(cell, minlength=self.population.size)
        index = self.population.id_to_index(np.asarray(ids))
        return dict(zip(ids, counts[index].tolist(), strict=True))

    def _get_current_segment(self, filter_ids: Any = None, variables: Any = "all", clear: bool = False) -> Any:
        # as the base class does, but in a time that does not grow with the square of the cells
        population, state = self.population, self._simulator.state
        segment = neo.Segment(
            name=f"segment{state.segment_counter:03d}",
            description=population.describe(),
            rec_datetime=datetime.now(),
        )
        wanted = [v for v in self.recorded if variables == "all" or v in set(variables)]
        for variable in wanted:
            ids = sorted(int(i) for i in self.filter_recorded(variable, filter_ids))
            if _name(variable) == "spikes":
                segment.spiketrains = self._spiketrains(ids, segment)
            else:
                signal = self._signal(variable, ids)
                if signal is not None:
                    neo_data.attach(signal, segment)
        return segment

    def _spiketrains(self, ids: list[int], segment: Any) -> list[Any]:
        if not ids:
            return []
        population = self.population
        index = population.id_to_index(np.asarray(ids))
        trains = (times for _, times in self._trains(ids))
        stop = self._simulator.state.t
        return neo_data.spike_trains(population.label, ids, index, trains, self._start, stop, segment)

    def _signal(self, variable: Any, ids: list[int]) -> Any:
        population = self.population
        samples, _ = self._get_all_signals(variable, ids)
        return neo_data.signal(
            _name(variable),
            samples,
            population.find_units(variable),
            self._recording_start_time,
            self.sampling_interval,
            population.label,
            ids,
            population.id_to_index(np.asarray(ids)),
        )
