"""Shows how far a command is, in a terminal or a notebook, and passes on what the server says."""

from __future__ import annotations

import logging
import os
import sys
import time
import warnings
from typing import Any, Protocol

_log = logging.getLogger("pynn_bss1")

# what is done sooner shows nothing
DELAY_SECONDS = 0.5


class BssWarning(UserWarning):
    """What the hardware does to a model, or what is ignored."""


def notice(level: str, text: str) -> None:
    """Warns at the line of the script that is under way; what is no warning is logged."""
    if level != "warning":
        _log.info(text)
        return
    within = [os.path.dirname(os.path.abspath(__file__)) + os.sep]
    pynn = sys.modules.get("pyNN")
    if pynn is not None and pynn.__file__ is not None:
        within.append(os.path.dirname(os.path.abspath(pynn.__file__)) + os.sep)
    frame, depth = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_code.co_filename.startswith(tuple(within)):
        frame, depth = frame.f_back, depth + 1
    warnings.warn(text, BssWarning, stacklevel=depth)


class Line(Protocol):
    """Shows a stage and how far it is."""

    def show(self, stage: str, fraction: float) -> None: ...

    def clear(self) -> None: ...


class Silent:
    """Shows nothing."""

    def show(self, stage: str, fraction: float) -> None:
        pass

    def clear(self) -> None:
        pass


class Delayed:
    """Shows what takes longer."""

    def __init__(self, to: Line) -> None:
        self._to = to
        self._began: float | None = None

    def show(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        self._began = now if self._began is None else self._began
        if now - self._began >= DELAY_SECONDS:
            self._to.show(stage, fraction)

    def clear(self) -> None:
        self._began = None
        self._to.clear()


class Terminal:
    """One line that is written over."""

    def __init__(self) -> None:
        self._shown = ""

    def show(self, stage: str, fraction: float) -> None:
        text = bar(stage, fraction)
        if text != self._shown:
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()
            self._shown = text

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = ""


class Notebook:
    """One output of a notebook's cell that is written over."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._handle: Any = None
        self._shown = ""

    def show(self, stage: str, fraction: float) -> None:
        text = bar(stage, fraction)
        if text == self._shown:
            return
        self._shown = text
        shown = {"text/plain": text}
        if self._handle is None:
            self._handle = self._display(shown, raw=True, display_id=True)
        else:
            self._handle.update(shown, raw=True)

    def clear(self) -> None:
        if self._handle is not None:
            self._handle.update({"text/plain": ""}, raw=True)
        self._handle, self._shown = None, ""


def bar(stage: str, fraction: float) -> str:
    """As `running     [######              ]  30 %`."""
    part = min(1.0, max(0.0, fraction))
    return f"{stage:<11} [{'#' * round(20 * part):<20}] {100 * part:3.0f} %"


def line() -> Line:
    """What suits where Python runs."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None and type(shell).__name__ == "ZMQInteractiveShell":
        from IPython.display import display

        return Delayed(Notebook(display))
    return Delayed(Terminal()) if sys.stderr is not None and sys.stderr.isatty() else Silent()
