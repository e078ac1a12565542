import io
import sys
import types

import pytest

from pynn_bss1 import progress


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(progress, "DELAY_SECONDS", 0)


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_grows():
    assert progress.bar("place", 0) == "place       [                    ]   0 %"
    assert progress.bar("running", 0.25) == "running     [#####               ]  25 %"
    assert progress.bar("running", 7) == "running     [####################] 100 %"


def test_a_terminal_has_one_line_that_is_cleared(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    line = progress.line()
    line.show("route", 0.5)
    line.show("route", 0.5001)
    line.clear()
    line.clear()
    assert screen.getvalue() == f"\r{progress.bar('route', 0.5)}\x1b[K\r\x1b[K"


def test_what_is_soon_done_shows_nothing(monkeypatch):
    monkeypatch.setattr(progress, "DELAY_SECONDS", 1e9)
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    line = progress.line()
    line.show("route", 0.5)
    line.show("route", 0.7)
    line.clear()
    assert screen.getvalue() == ""


def test_a_file_sees_nothing(monkeypatch):
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    line = progress.line()
    line.show("route", 0.5)
    line.clear()
    assert file.getvalue() == ""


def test_a_notebook_has_one_output(monkeypatch):
    shown = []

    class Handle:
        def update(self, data, raw):
            shown.append(data["text/plain"])

    def display(data, raw, display_id):
        shown.append(data["text/plain"])
        return Handle()

    class ZMQInteractiveShell:
        pass

    ipython = types.ModuleType("IPython")
    ipython.get_ipython = ZMQInteractiveShell
    ipython.display = types.ModuleType("IPython.display")
    ipython.display.display = display
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", ipython.display)
    line = progress.line()
    line.show("place", 0)
    line.show("place", 1)
    line.clear()
    assert shown == [progress.bar("place", 0), progress.bar("place", 1), ""]
