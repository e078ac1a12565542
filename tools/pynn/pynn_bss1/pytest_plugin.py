"""Runs PyNN's own scenarios on this backend: `pytest -p pynn_bss1.pytest_plugin PYNN/test/system/scenarios`.

Puts `pyNN.bss1` into place, and gives it to tests that are parametrised by simulator (`sim`), instead of those that
they name. The tests stay as they are; they share one server, unless `$BSS_SERVER` names another. What the backend
refuses by name counts neither as passed nor as failed: the summary lists passed, refused and failed.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

from .errors import BssError
from .run import install
from .server import EmbeddedServer

NAME = "bss1"


def pytest_configure() -> None:
    install()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtestloop(session: Any) -> Generator[None, Any, None]:
    if os.environ.get("BSS_SERVER") or session.config.option.collectonly:
        yield
        return
    server = EmbeddedServer()
    os.environ["BSS_SERVER"], os.environ["BSS_TOKEN"] = server.endpoint().address, server.endpoint().token
    try:
        yield
    finally:
        del os.environ["BSS_SERVER"], os.environ["BSS_TOKEN"]
        server.close()


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: Any) -> None:
    marks = metafunc.definition.own_markers
    for index, mark in enumerate(marks):
        if mark.name == "parametrize" and mark.args[0] == "sim":
            marks[index] = pytest.mark.parametrize("sim", [pytest.param(install(), id=NAME)]).mark


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any, call: Any) -> Generator[None, Any, None]:
    outcome = yield
    if call.excinfo is not None and isinstance(call.excinfo.value, (BssError, NotImplementedError)):
        report = outcome.get_result()
        report.outcome = "skipped"
        report.refused = str(call.excinfo.value)
        report.longrepr = (str(item.path), 0, report.refused)


def pytest_report_teststatus(report: Any) -> tuple[str, str, str] | None:
    return ("refused", "R", "REFUSED") if hasattr(report, "refused") else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    stats = terminalreporter.stats
    terminalreporter.section("on this backend")
    for word in ("passed", "refused", "failed", "error"):
        for report in stats.get(word, []):
            if word == "passed" and report.when != "call":
                continue
            why = f": {report.refused}" if word == "refused" else ""
            terminalreporter.write_line(f"{word:<8} {report.nodeid.rpartition('/')[2]}{why}")
