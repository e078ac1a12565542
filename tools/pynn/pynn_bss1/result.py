"""What a queued job left, and the answers in it to what a session would be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np

from . import messages, written
from .carrier import Columns, join
from .errors import InvalidError, NotFoundError, ServerError


class Result:
    """A file of `ResultRecord`s, each behind its length, beside the log that it is the result of.

    It stays in the file: there may be more than there is memory.
    """

    def __init__(self, file: BinaryIO, log: Sequence[Any]) -> None:
        self._file = file
        self._log = log
        self._places: dict[bytes, list[tuple[int, int]]] = {}
        while True:
            length = _varint(file)
            if length is None:
                break
            data = file.read(length)
            if len(data) != length:
                raise ServerError(f"the result ends within a record of {length} bytes")
            request = messages.ResultRecord.FromString(data).request
            self._places.setdefault(_key(request), []).append((file.tell() - length, length))

    def close(self) -> None:
        self._file.close()

    def fetch(self, request: Any) -> Columns:
        """As a session answers it."""
        what = request.WhichOneof("what")
        if what == "spikes":
            return self._spikes(request.spikes)
        found = self._read(request)
        if found is not None:
            return found
        answer = getattr(self, f"_{what}", None)
        if answer is None:
            raise InvalidError("fetch: nothing is asked for")
        return answer(getattr(request, what))  # type: ignore[no-any-return]

    def _read(self, request: Any) -> Columns | None:
        places = self._places.get(_key(request))
        if places is None:
            return None
        tables = []
        for at, length in places:
            self._file.seek(at)
            tables.append(messages.ResultRecord.FromString(self._file.read(length)).table)
        return join(tables)

    def _spikes(self, asked: Any) -> Columns:
        size = self._population(asked.population).size
        whole = messages.FetchRequest(spikes=messages.FetchSpikes(population=asked.population))
        columns = self._read(whole) or {}
        if not columns or (not asked.cells and not asked.from_ms > 0):
            return columns
        cell, time = np.asarray(columns["cell"]), np.asarray(columns["time"])
        keep = time >= asked.from_ms if asked.from_ms > 0 else np.ones(cell.size, dtype=bool)
        if asked.cells:
            wanted = np.zeros(size, dtype=bool)
            wanted[np.frombuffer(asked.cells, "<i4")] = True
            keep &= wanted[cell]
        return {"cell": cell[keep], "time": time[keep]}

    # --- what a result need not hold, since the log says it

    def _trace(self, asked: Any) -> Columns:
        population = self._population(asked.population)
        for recording in written.recordings(self._log, asked.population):
            if recording.variable == asked.variable:  # nothing was run
                which = recording.cells or messages.i32(np.arange(population.size))
                return {"cell": np.array(np.frombuffer(which, "<i4")), "sample": np.empty(0), "begin": np.zeros(1)}
        raise InvalidError(f"population '{population.label}': {asked.variable} is not recorded")

    def _synapses(self, asked: Any) -> Columns:
        n = len(written.network(self._log).projections)
        if not 0 <= asked.projection < n:
            raise NotFoundError(f"projection {asked.projection}, must be 0 to {n - 1}")
        self._unmapped("synapses")
        columns = written.synapses(self._log, asked.projection)
        weight = columns["weight"]
        return {
            "weight": weight,
            "realised_weight": weight.copy(),
            "realised_delay": columns["delay"],
            "evolved_weight": weight.copy(),
        }

    def _placement(self, asked: Any) -> Columns:
        size = self._population(asked.population).size
        self._unmapped("placement")
        none = np.full(size, -1, np.int32)
        nothing = {name: none.copy() for name in ("hicann", "denmem", "dnc_merger", "address")}
        return {**nothing, "size": np.zeros(size, np.int32)}

    def _parameters(self, asked: Any) -> Columns:
        self._population(asked.population)
        self._unmapped("parameters")
        return dict(written.parameters(self._log, asked.population))

    def _text(self, asked: Any) -> Columns:
        kind = messages.FetchText.Kind.Name(asked.kind)
        raise InvalidError(f"a job with engine '{written.engine(self._log).lower()}' has no {kind}")

    def _unmapped(self, what: str) -> None:
        if written.engine(self._log) != "REFERENCE":
            raise ServerError(f"the result of the job lacks {what}")

    def _population(self, index: int) -> Any:
        populations = written.network(self._log).populations
        if not 0 <= index < len(populations):
            raise NotFoundError(f"population {index}, must be 0 to {len(populations) - 1}")
        return populations[index]


def summary(report: dict[str, Any]) -> Any:
    """The summary of a mapping whose end nobody heard, from its report."""
    synapses, neurons = report["synapses"], report["neurons"]
    found = messages.MappingSummary(
        mapped=True,
        neurons_requested=neurons["requested"],
        neurons_placed=neurons["placed"],
        synapses_requested=synapses["requested"],
        synapses_realised=synapses["realised"],
        bound_free=synapses["bounds"]["free"],
        bound_placed=synapses["bounds"]["placed"],
        bound_routed=synapses["bounds"]["routed"],
        hicanns=report["resources"].get("hicanns", {}).get("used", 0),
    )
    for cause, n in synapses["lost_by_cause"].items():
        if n:
            found.lost_by_cause[cause] = n
    return found


def _key(request: Any) -> bytes:
    plain = messages.FetchRequest()
    plain.CopyFrom(request)
    plain.job = ""
    return bytes(plain.SerializeToString(deterministic=True))


def _varint(file: BinaryIO) -> int | None:
    value = shift = 0
    while True:
        byte = file.read(1)
        if not byte:
            if shift:
                raise ServerError("the result ends within the length of a record")
            return None
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
        shift += 7
