"""A mapped network in the loop: the wafer is configured once, then weights or spikes change, it runs, spikes come back.

    with Loop("network.bssmap") as loop:
        loop.spikes("inputs", [[5.0, 9.0], [7.0]])
        for step in range(100):
            loop.weights("inputs to outputs", weights)
            spikes = loop.run(50.0).spikes["outputs"]
            ...

Speaks to `bss-hil loop`, which it starts: see docs/loop.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import places, server
from .errors import BssError, ClosedError, InvalidError, ServerError

__all__ = ["Iteration", "Loop", "Population", "Projection", "Statistics", "Synapses", "Timing"]

MAIN = "bss.tools.cli.HilLoopCommand"
PROTOCOL = 1
STOP_SECONDS = 10.0

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Population:
    """Cells of the network."""

    label: str
    size: int
    sources: bool
    """Spikes are played in; else neurons, whose spikes are recorded."""
    unplaced: tuple[int, ...]
    """Cells for which the wafer had no place."""


@dataclass(frozen=True)
class Projection:
    """Synapses of the network."""

    label: str
    source: str
    target: str
    receptor: str
    synapses: int
    lost: int


@dataclass(frozen=True)
class Synapses:
    """The synapses of a projection, in the order of the mapping."""

    pre: Integers
    post: Integers
    digital: Integers
    """Weights 0 to 15, -1 where a synapse is lost."""
    uS: Floats | None
    """The same as biological weights, NaN where a synapse is lost; none if the mapping has no scale for them."""


@dataclass(frozen=True)
class Timing:
    """How long an iteration took, in seconds: on the wafer, and for whoever waits for it."""

    hardware: float
    programming: float
    """Of floating gates; only the first iteration has any."""
    configure: float
    play: float
    run: float
    read: float
    latency: float
    """Wall time of the four together."""


@dataclass(frozen=True)
class Iteration:
    """What an iteration brought back."""

    number: int
    spikes: dict[str, list[Floats]]
    """By population: times in ms of each cell, ascending."""
    stray: int
    """Pulses that no neuron of the network sends."""
    counters: dict[str, int]
    """What became of the events, stage by stage."""
    timing: Timing

    def counts(self, population: str) -> Integers:
        """How often each cell of a population fired."""
        return np.array([len(times) for times in self.spikes[population]], dtype=np.int64)


@dataclass(frozen=True)
class Statistics:
    """What the iterations so far took. Latencies leave the first one out, which is charged with the configuration."""

    iterations: int
    hardware: float
    """Seconds of the wafer."""
    programming: float
    """Seconds of the wafer for floating gates."""
    median: dict[str, float]
    """Seconds by part: latency, configure, play, run, read."""
    p99: dict[str, float]


class Loop:
    """A network on a wafer, configured once.

    `mapping` is a file of `bss-map`; `hardware` is HOST:PORT of `bss-run serve`, or "embedded" for an emulator of its
    own, whose circuits are `silicon` ("ideal", or "typical" with `wafer_seed`). The others are as in `bss-hil loop`.
    """

    def __init__(
        self,
        mapping: str | os.PathLike[str],
        *,
        hardware: str = "embedded",
        silicon: str | None = None,
        wafer_seed: int | None = None,
        threads: int | None = None,
        trial: int = 1,
        tls: bool = False,
        tls_ca: str | os.PathLike[str] | None = None,
        tls_cert: str | os.PathLike[str] | None = None,
        tls_key: str | os.PathLike[str] | None = None,
        token_file: str | os.PathLike[str] | None = None,
    ) -> None:
        arguments = [os.fspath(mapping), "--hardware", hardware, "--trial", str(trial)]
        for option, value in (
            ("--silicon", silicon),
            ("--wafer-seed", wafer_seed),
            ("--threads", threads),
            ("--tls-ca", tls_ca),
            ("--tls-cert", tls_cert),
            ("--tls-key", tls_key),
            ("--token-file", token_file),
        ):
            if value is not None:
                arguments += [option, os.fspath(value) if isinstance(value, os.PathLike) else str(value)]
        if tls:
            arguments.append("--tls")
        self._begin(_Child(arguments))

    @classmethod
    def over(cls, answers: IO[str], commands: IO[str]) -> Loop:
        """A loop that speaks to a `bss-hil loop` which is already there, say on another machine."""
        loop = cls.__new__(cls)
        loop._begin(_Streams(answers, commands))
        return loop

    def _begin(self, peer: _Streams) -> None:
        self._peer: _Streams | None = peer
        try:
            greeting = peer.answer()
            if greeting.get("protocol") != PROTOCOL:
                raise ServerError(f"the loop speaks protocol {greeting.get('protocol')}, must be {PROTOCOL}")
        except BaseException:
            self.close()
            raise
        self.network: str = greeting["network"]
        self.speedup: float = greeting["speedup"]
        self.calibrated: bool = greeting["calibrated"]
        self.populations: dict[str, Population] = {
            p["label"]: Population(p["label"], p["size"], p["kind"] == "sources", tuple(p["unplaced"]))
            for p in greeting["populations"]
        }
        self.projections: dict[str, Projection] = {
            p["label"]: Projection(p["label"], p["source"], p["target"], p["receptor"], p["synapses"], p["lost"])
            for p in greeting["projections"]
        }
        self._ends: dict[str, tuple[Integers, Integers]] = {}

    def _ask(self, do: str, **fields: Any) -> dict[str, Any]:
        if self._peer is None:
            raise ClosedError("the loop is closed")
        try:
            return self._peer.ask({"do": do, **fields})
        except InvalidError:
            raise
        except BaseException:
            # what is under way would be taken for the next answer
            self.close()
            raise

    def synapses(self, projection: str) -> Synapses:
        """From where to where the synapses of a projection lead, and their weights in the next iteration."""
        answer = self._ask("synapses", projection=projection)
        pre, post = np.array(answer["pre"], dtype=np.int64), np.array(answer["post"], dtype=np.int64)
        self._ends[projection] = pre, post
        uS = answer.get("uS")
        return Synapses(
            pre,
            post,
            np.array(answer["digital"], dtype=np.int64),
            None if uS is None else np.array([np.nan if w is None else w for w in uS], dtype=np.float64),
        )

    def weights(
        self,
        projection: str,
        weights: ArrayLike,
        *,
        unit: str = "digital",
        synapses: ArrayLike | None = None,
        rounding: str = "nearest",
        seed: int | None = None,
    ) -> None:
        """Sets weights for the next iterations: digital ones, 0 to 15, or in uS with `unit="uS"`.

        A list has one for each synapse, in the order of `synapses()`, or for each of those named by `synapses`. A table
        has one for each pair of cells, `weights[pre, post]`; what it has for pairs without synapse counts for nothing.
        Weights in uS become one of the two neighbouring digital ones: the nearer one, or with `rounding="stochastic"`
        either, drawn by `seed` so that the mean is right.
        """
        given = np.asarray(weights)
        if given.dtype.kind not in "iuf":
            raise InvalidError(f"weights are of type {given.dtype}, must be numbers")
        if given.ndim == 2:
            given = self._of_table(projection, given, synapses is not None)
        elif given.ndim != 1:
            raise InvalidError(f"weights have {given.ndim} dimensions, must have 1 (by synapse) or 2 (by pre and post)")
        fields: dict[str, Any] = {"projection": projection}
        if synapses is not None:
            fields["synapses"] = np.asarray(synapses).tolist()
        if unit == "uS":
            fields["uS"] = given.astype(np.float64).tolist()
            fields["rounding"] = rounding
            if seed is not None:
                fields["seed"] = seed
        elif unit == "digital":
            whole = given.astype(np.int64)
            if not np.array_equal(whole, given):
                raise InvalidError("digital weights must be whole numbers, 0 to 15")
            fields["digital"] = whole.tolist()
        else:
            raise InvalidError(f"unit is '{unit}', must be digital or uS")
        self._ask("weights", **fields)

    def _of_table(self, projection: str, table: NDArray[Any], named: bool) -> NDArray[Any]:
        if named:
            raise InvalidError("a table of weights is for all synapses, leave out synapses=")
        if projection not in self.projections:
            raise InvalidError(f"there is no projection '{projection}', must be one of {list(self.projections)}")
        of = self.projections[projection]
        shape = self.populations[of.source].size, self.populations[of.target].size
        if table.shape != shape:
            raise InvalidError(f"weights of '{projection}' are a table of {table.shape}, must be {shape}: [pre, post]")
        if projection not in self._ends:
            self.synapses(projection)
        pre, post = self._ends[projection]
        chosen: NDArray[Any] = table[pre, post]
        return chosen

    def spikes(self, population: str, times: Sequence[ArrayLike], *, cells: ArrayLike | None = None) -> None:
        """Sets what sources play in the next iterations: times in ms for each cell, or for each of `cells`."""
        fields: dict[str, Any] = {"times": [np.asarray(train, dtype=np.float64).tolist() for train in times]}
        if cells is not None:
            fields["cells"] = np.asarray(cells).tolist()
        self._ask("spikes", population=population, **fields)

    def run(self, duration: float, populations: Sequence[str] | None = None) -> Iteration:
        """Runs for `duration` ms from time 0, and brings back the spikes of all neurons, or of those populations."""
        fields: dict[str, Any] = {} if populations is None else {"populations": list(populations)}
        answer = self._ask("run", duration=float(duration), **fields)
        timing = answer["timing"]
        return Iteration(
            answer["iteration"],
            {
                label: [np.array(train, dtype=np.float64) for train in cells]
                for label, cells in answer["spikes"].items()
            },
            answer["stray"],
            answer["counters"],
            Timing(
                **{
                    part: timing[f"{part}_seconds"]
                    for part in ("hardware", "programming", "configure", "play", "run", "read", "latency")
                }
            ),
        )

    def read_back(self, projection: str) -> Integers:
        """The digital weights as they stand on the wafer, with what its own plasticity has made of them."""
        return np.array(self._ask("readback", projection=projection)["digital"], dtype=np.int64)

    def statistics(self) -> Statistics:
        """Of the iterations so far."""
        answer = self._ask("statistics")
        parts = ("latency", "configure", "play", "run", "read")
        return Statistics(
            answer["iterations"],
            answer["hardware_seconds"],
            answer["programming_seconds"],
            {part: answer[part]["median"] for part in parts},
            {part: answer[part]["p99"] for part in parts},
        )

    def close(self) -> None:
        """Gives the wafer back."""
        peer, self._peer = self._peer, None
        if peer is not None:
            peer.close()

    def __enter__(self) -> Loop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Streams:
    """Commands go out by lines, answers come in by lines."""

    def __init__(self, answers: IO[str], commands: IO[str]) -> None:
        self._answers = answers
        self._commands = commands

    def ask(self, command: dict[str, Any]) -> dict[str, Any]:
        try:
            text = json.dumps(command, allow_nan=False)
        except ValueError:
            raise InvalidError(f"{command['do']}: numbers must be finite") from None
        try:
            self._commands.write(text + "\n")
            self._commands.flush()
        except (OSError, ValueError):
            raise self.ended() from None
        return self.answer()

    def answer(self) -> dict[str, Any]:
        try:
            line = self._answers.readline()
        except (OSError, ValueError):
            line = ""
        if not line.endswith("\n"):
            raise self.ended()
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
            raise ServerError(f'the loop answered {line[:200]!r}, must be an object with "ok"')
        if answer["ok"]:
            return answer
        message = str(answer.get("error"))
        raise InvalidError(message) if answer.get("kind") == "invalid" else ServerError(message)

    def ended(self) -> BssError:
        """What to say when there is no answer."""
        return ServerError("the loop has ended")

    def close(self) -> None:
        try:
            self._commands.write('{"do": "quit"}\n')
            self._commands.flush()
            self._commands.close()
        except (OSError, ValueError):
            pass


class _Child(_Streams):
    """`bss-hil loop` in a process of its own, which ends when its standard input does."""

    def __init__(self, arguments: list[str]) -> None:
        options = os.environ.get("BSS_JAVA_OPTS", "").split()
        command = [str(server.java()), *server.FLAGS, *options, "-cp", f"{places.jars()}/*", MAIN, *arguments]
        # a file, not a pipe: nothing that Java prints can make it wait for a reader
        self._stderr = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("BSS_DEBUG") == "1" else self._stderr,
            text=True,
            encoding="utf-8",
            # its own session: Ctrl-C is for Python alone
            start_new_session=True,
        )
        assert self._process.stdout is not None and self._process.stdin is not None
        super().__init__(self._process.stdout, self._process.stdin)
        self._end = weakref.finalize(self, _stop, self._process)

    def ended(self) -> BssError:
        code = self._process.wait()
        said = server.unexpected(self._said())
        message = "\n  ".join(said) if said else f"the loop has ended (status {code})"
        return InvalidError(message) if code == 2 else ServerError(message)

    def _said(self) -> list[str]:
        self._stderr.seek(0)
        return self._stderr.read().decode(errors="replace").splitlines()[-15:]

    def close(self) -> None:
        if self._process.returncode is None:
            super().close()
        self._end()
        self._stderr.close()


def _stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.close()
    except OSError:
        pass
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
