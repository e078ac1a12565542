"""The job behind the objects of a script: built at the first run, told what has changed, asked for what it recorded."""

from __future__ import annotations

import json
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import compare, messages, network
from .carrier import Carrier, advance
from .client import Jobs
from .errors import BssError, ClosedError, InvalidError, MappingLossError, NotFoundError, RefusedError
from .progress import notice

if TYPE_CHECKING:
    from .compare import Moved
    from .populations import Population
    from .projections import Projection
    from .simulator import State

Columns = dict[str, NDArray[Any]]


LOST_EVENTS = 0.01
"""Of all events: a run that loses more says so."""

_LOST = {
    "dropped_before_run": "too late to be played (an FPGA plays one every 8 ns: 13 at the same time for a reticle)",
    "lost_down": "on the way down",
    "lost_encoder": "in encoders",
    "lost_merger": "in mergers",
    "lost_l1": "on chips' buses",
    "lost_up": "on the way up",
}


class Session:
    """From one `setup()` to the next."""

    def __init__(self, state: State) -> None:
        self._state = weakref.proxy(state)
        self._jobs: Jobs | None = None
        self._job: Carrier | None = None
        self._network: network.Network | None = None
        # built, but not yet on the server
        self._new: network.Network | None = None
        self._grown = False
        self._ended = False
        self._reset_due = False
        self._said_at = 0.0
        # of the last command that is done; what was fetched since
        self._fetched: dict[tuple[Any, ...], Any] = {}
        self.currents_changed = False
        self.summary: Any = None
        """Of the last mapping."""

    @property
    def built(self) -> bool:
        """Whether the network is on the server."""
        return self._network is not None

    def grew(self) -> None:
        """The network has a new part: it is built anew at the next run."""
        self._grown = True

    def changed(self) -> None:
        """Something is to be told: what was fetched may no longer hold."""
        self._fetched = {key: value for key, value in self._fetched.items() if key[0] in ("spikes", "trace")}

    def run_until(self, time: float) -> None:
        """Runs, on from where it is."""
        if self._ended:
            raise ClosedError("the session has ended: call setup() and build the network again")
        due = self._due(time)
        if self._state.options.engine == "map":
            self._carry_out(due)
            notice("warning", "engine 'map' maps only: nothing was run")
        elif time > self._state.t:
            self._carry_out([*due, advance(time)])
        else:
            self._carry_out(due)

    def reset(self) -> None:
        """To time 0 at the next command."""
        if self.built and self._state.running:
            self._reset_due = True
        if not self._ended:
            self._fetched.clear()

    def prepare(self) -> None:
        """Has the network on the server as the script left it, without running."""
        if not self._ended and not self._state.running:
            self._carry_out(self._due(self._state.t))

    def commands(self, simtime: float) -> list[Any]:
        """Of a job of its own: the network as it stands, run for so many ms."""
        if self._ended or self._state.running:
            raise RefusedError("submit() and save_job() come before the first run(), or after reset()")
        if not simtime > 0 and self._state.options.engine != "map":
            raise InvalidError(f"simtime is {simtime!r} ms, must be above 0")
        built = network.Network(self._state)
        built.restart()
        build = messages.Command(build=built.build(simtime))
        # what was pending is in that build alone
        self._grown = True
        return [build] if self._state.options.engine == "map" else [build, advance(simtime)]

    def _due(self, until: float) -> list[Any]:
        """What is to be told before a run until a time."""
        if self._network is None or self._grown:
            return [self._rebuilt(until)]
        due = []
        if self._reset_due:
            self._reset_due = False
            self._network.restart()
            due.append(messages.Command(reset=messages.Reset()))
        change = self._network.change(until)
        if change is not None:
            due.append(messages.Command(change=change))
        return due

    def _rebuilt(self, until: float) -> Any:
        if self._job is not None:
            self._job.close()
        self._network = None
        if self._jobs is None:
            self._jobs = Jobs.connect()
        self._job = self._jobs.open(fpgas=self._state.options.fpgas)
        self._new = network.Network(self._state)
        return messages.Command(build=self._new.build(until))

    def _carry_out(self, commands: list[Any]) -> None:
        # a build alone at first: nothing is run where the mapping loses what may not be lost
        alone = self._state.options.on_loss == "raise" and bool(commands) and commands[0].HasField("build")
        first = 1 if alone else len(commands)
        for part in (commands[:first], commands[first:]):
            if not part:
                continue
            assert self._job is not None
            self._fetched.clear()
            for command, done in zip(part, self._job.carry_out_all(part), strict=True):
                if command.HasField("build"):
                    self._network, self._grown, self._reset_due = self._new, False, False
                self._mapped(done)

    def moved(self) -> list[Moved]:
        """What the populations fire as written, as realised and here: runs all again, twice."""
        if self._ended:
            raise ClosedError("the session has ended: ask before end()")
        if self._network is None or self._job is None or self._jobs is None or not self._state.t > 0:
            raise ClosedError("nothing has run yet")
        populations = self._network.populations
        sizes, until = [p.size for p in populations], self._state.t
        here = compare.activities(self._job, sizes, until)
        runs = {
            engine: here
            if engine == self._state.options.engine
            else compare.again(self._jobs, self._job.log, engine, sizes, until)
            for engine in ("reference", "realised")
        }
        written, realised = runs["reference"], runs["realised"]
        if written is None:
            raise BssError("the network cannot be run as written, so there is nothing to compare with")
        on_wafer = self._state.options.engine == "emulator"
        return [
            compare.Moved(p.label, p.size, written[i], realised[i] if realised else None, here[i] if on_wafer else None)
            for i, p in enumerate(populations)
        ]

    def _mapped(self, done: Any) -> None:
        if not done.HasField("mapping"):
            return
        self.summary = summary = done.mapping
        lost = summary.synapses_requested - summary.synapses_realised
        homeless = summary.neurons_requested - summary.neurons_placed
        if not summary.mapped or (lost <= 0 and homeless <= 0) or self._state.options.on_loss == "ignore":
            return
        causes = ", ".join(f"{cause.replace('_', ' ')} {n}" for cause, n in sorted(summary.lost_by_cause.items()) if n)
        text = (
            f"the wafer realises {summary.synapses_realised} of {summary.synapses_requested} synapses"
            f"{f' (lost: {causes})' if causes else ''} and {summary.neurons_placed} of {summary.neurons_requested} "
            "neurons: see mapping_report()"
        )
        if self._state.options.on_loss == "raise":
            raise MappingLossError(text)
        notice("warning", text)

    def end(self) -> None:
        """Ends the job and the server; what was recorded is kept here."""
        if self._ended:
            return
        try:
            if self._job is not None and self._network is not None and self._state.running:
                self._keep()
                self._job.end()
        finally:
            self._ended = True
            self._hang_up()

    def _keep(self) -> None:
        """Fetches what can still be asked for after the end."""
        for population in self._state.populations:
            if population.recorder.records_spikes:
                self.spikes(population)
            for variable in population.recorder.intervals():
                self.trace(population, variable)
        for projection in self._state.projections:
            if projection._evolves:
                self.evolved_weights(projection)
        if self._state.options.on_wafer:
            for population in self._state.populations:
                self.placement(population)
            for kind in ("REPORT", "PICTURE"):
                self.text(kind)

    def close(self) -> None:
        """Ends whatever goes on."""
        self._ended = True
        self._hang_up()

    def _hang_up(self) -> None:
        if self._job is not None:
            self._job.close()
        if self._jobs is not None:
            self._jobs.close()
        self._job = self._jobs = None

    def current_index(self, source: Any) -> int:
        """Of a current among those of the job."""
        return int(getattr(source, "_first_index", 0))

    # --- asking

    def _ask(self, key: tuple[Any, ...], request: Any) -> Any:
        if key not in self._fetched:
            if self._job is None or self._network is None:
                raise ClosedError("the session has ended: ask before end()" if self._ended else "nothing has run yet")
            self._fetched[key] = self._job.fetch(request)
        return self._fetched[key]

    def _index(self, population: Population) -> int:
        if self._network is None:
            raise ClosedError("nothing has run yet")
        if population not in self._network.populations:
            raise NotFoundError(f"population '{population.label}' is of another network, before the last setup()")
        return self._network.populations.index(population)

    def spikes(self, population: Population) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Cells and times, by cell and time, from time 0 or the last reset on."""
        if self._state.t == 0 or not self.built:
            return np.empty(0, np.int64), np.empty(0)
        index = self._index(population)
        request = messages.FetchRequest(spikes=messages.FetchSpikes(population=index))
        columns = self._ask(("spikes", index), request)
        self._lost_events()
        return columns.get("cell", np.empty(0, np.int32)), columns.get("time", np.empty(0))

    def _lost_events(self) -> None:
        """Says once for each run if the wafer's links were too slow for the spikes."""
        if self._state.options.engine != "emulator" or self._ended or self._said_at == self._state.t:
            return
        self._said_at = self._state.t
        counters = json.loads(self.text("COUNTERS"))
        lost = {name: int(counters[name]) for name in _LOST if counters.get(name)}
        sent = int(counters["pulses_played"]) + int(counters["neuron_spikes"])
        if sum(lost.values()) > LOST_EVENTS * sent:
            where = ", ".join(f"{n} {_LOST[name]}" for name, n in lost.items())
            notice(
                "warning",
                f"the links of the wafer lost events: {where}, of {sent} that were played or fired. What is recorded, "
                "and what arrives, is not all: lower the rates, or give populations room by "
                "place(neuron_size=..., expected_rate=...); see counters()",
            )

    def trace(self, population: Population, variable: str) -> tuple[NDArray[np.int64], float, NDArray[np.float64]]:
        """Cells, time of the first sample, and samples by time and cell."""
        index = self._index(population)
        request = messages.FetchRequest(trace=messages.FetchTrace(population=index, variable=variable))
        columns = self._ask(("trace", index, variable), request)
        cells = columns["cell"]
        return cells, float(columns["begin"][0]), columns["sample"].reshape(-1, max(1, len(cells)))

    def synapses(self, projection: Projection) -> Columns:
        """As written, realised and evolved, in the order of the projection."""
        self.prepare()
        if self._network is None:
            raise ClosedError("nothing has run yet")
        key = ("synapses", id(projection))
        if key not in self._fetched:
            joined: dict[str, NDArray[np.float64]] = {}
            for index, which in self._network.branches_of(projection):
                request = messages.FetchRequest(synapses=messages.FetchSynapses(projection=index))
                for name, column in self._ask(("branch", index), request).items():
                    joined.setdefault(name, np.full(len(projection), np.nan))[which] = column
            self._network.biological(projection, joined)
            self._fetched[key] = joined
        return self._fetched[key]  # type: ignore[no-any-return]

    def evolved_weights(self, projection: Projection) -> NDArray[np.float64] | None:
        """After plasticity; nothing before the first run."""
        if self._state.t == 0 or not self.built or projection not in self._network.projections:  # type: ignore[union-attr]
            return None
        return self.synapses(projection).get("evolved_weight")

    def placement(self, population: Population) -> Columns:
        """Where the cells are."""
        self.prepare()
        index = self._index(population)
        request = messages.FetchRequest(placement=messages.FetchPlacement(population=index))
        return self._ask(("placement", index), request)  # type: ignore[no-any-return]

    def parameters(self, population: Population) -> Columns:
        """As realised."""
        self.prepare()
        index = self._index(population)
        request = messages.FetchRequest(parameters=messages.FetchParameters(population=index))
        return self._ask(("parameters", index), request)  # type: ignore[no-any-return]

    def text(self, kind: str) -> str:
        """The "REPORT", "PICTURE" or "COUNTERS"."""
        self.prepare()
        number = messages.FetchText.Kind.Value(kind)
        return str(self._ask((kind,), messages.FetchRequest(text=messages.FetchText(kind=number)))["text"])
