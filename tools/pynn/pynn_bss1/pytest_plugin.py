"""Runs PyNN's own scenarios on this backend: `pytest -p pynn_bss1.pytest_plugin PYNN/test/system/scenarios`.

Puts `pyNN.bss1` into place, and gives it to tests that are parametrised by simulator (`sim`), instead of those that
they name. The tests stay as they are.
"""

from __future__ import annotations

from typing import Any

import pytest

from .run import install

NAME = "bss1"


def pytest_configure() -> None:
    install()


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: Any) -> None:
    marks = metafunc.definition.own_markers
    for index, mark in enumerate(marks):
        if mark.name == "parametrize" and mark.args[0] == "sim":
            marks[index] = pytest.mark.parametrize("sim", [pytest.param(install(), id=NAME)]).mark
