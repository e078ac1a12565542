"""What carries out the commands of a network, whether in a session or as jobs of a queue."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import grpc
import numpy as np
from numpy.typing import NDArray

from . import messages, progress
from .errors import BY_STATUS, BssError, ServerError
from .version import VERSION

CLIENT = f"pynn_bss1 {VERSION}"
PIECE_BYTES = 1 << 20

Columns = dict[str, "NDArray[Any] | str"]


class Carrier(ABC):
    """A network and the log of its commands.

    `on_progress(stage, fraction)` and `on_notice(level, text)` hear what happens while a command runs; `level` is
    "info" or "warning".
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.log: list[Any] = []
        """The commands that were carried out; of advances that follow each other the last."""
        self._line = progress.line()
        self.on_progress: Callable[[str, float], None] = self._line.show
        self.on_notice: Callable[[str, str], None] = progress.notice

    @abstractmethod
    def carry_out_all(self, commands: Sequence[Any]) -> Iterator[Any]:
        """Carries out commands one after the other, and gives what each did; nothing is done before that is read."""

    @abstractmethod
    def fetch(self, request: Any) -> Columns:
        """What was recorded or realised, by the names of its columns."""

    @abstractmethod
    def close(self, why: str = "it was closed") -> None:
        """Ends whatever is under way, and forgets the network."""

    def carry_out(self, command: Any) -> Any:
        """Any command."""
        (done,) = self.carry_out_all([command])
        return done

    def build(self, build: Any) -> Any:
        """Maps a network, or builds it in the reference simulator."""
        return self.carry_out(messages.Command(build=build))

    def advance(self, until_ms: float) -> Any:
        """Runs until a biological time."""
        return self.carry_out(advance(until_ms))

    def change(self, change: Any) -> Any:
        """Changes at the present time."""
        return self.carry_out(messages.Command(change=change))

    def reset(self, trial: int = 0) -> Any:
        """Back to time 0; `trial`: writes the analog parameters anew under this number."""
        return self.carry_out(messages.Command(reset=messages.Reset(trial=trial)))

    def end(self) -> Any:
        """The last command: what was recorded can still be fetched."""
        return self.carry_out(messages.Command(end=messages.End()))

    def text(self, kind: str) -> str:
        """The "REPORT", "PICTURE" or "COUNTERS"."""
        number = messages.FetchText.Kind.Value(kind)
        return str(self.fetch(messages.FetchRequest(text=messages.FetchText(kind=number)))["text"])

    def _tell(self, event: Any) -> None:
        body = event.WhichOneof("body")
        if body == "progress":
            self.on_progress(event.progress.stage, event.progress.fraction)
        elif body == "notice":
            self._line.clear()
            warning = event.notice.level == messages.Notice.WARNING
            self.on_notice("warning" if warning else "info", event.notice.text)

    def _keep(self, command: Any) -> None:
        append(self.log, command)


def advance(until_ms: float) -> Any:
    """The command that runs until a biological time."""
    return messages.Command(advance=messages.Advance(until_ms=until_ms))


def append(log: list[Any], command: Any) -> None:
    """Adds to a log; an advance takes the place of one before it."""
    if log and command.HasField("advance") and log[-1].HasField("advance"):
        log.pop()
    log.append(command)


def status_name(number: int) -> str:
    """Of a gRPC status."""
    for code in grpc.StatusCode:
        if code.value[0] == number:
            return str(code.name)
    return "UNKNOWN"


def error(status: str, text: str) -> BssError:
    """What a gRPC status is here."""
    return BY_STATUS.get(status, ServerError)(text or f"the server says {status} and no more")


def join(tables: Iterable[Any]) -> Columns:
    """The columns of an answer that came in pieces."""
    pieces: dict[str, list[Any]] = {}
    for table in tables:
        for column in table.columns:
            pieces.setdefault(column.name, []).append(messages.array(column))
    return {
        name: "".join(parts) if isinstance(parts[0], str) else np.concatenate(parts) for name, parts in pieces.items()
    }
