"""The manual says what the code does."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from pynn_bss1 import options, support
from pynn_bss1.queued import QueuedJob

MANUAL = Path(__file__).parents[3] / "docs" / "pynn.md"


@pytest.fixture
def manual() -> str:
    return MANUAL.read_text(encoding="utf-8")


def test_the_table_of_the_manual_is_that_of_the_code(manual: str) -> None:
    table = manual.split("<!-- support -->\n")[1].split("<!-- /support -->")[0]
    assert table == support.markdown(), "print it by python -m pynn_bss1.support"


def test_the_manual_names_every_option(manual: str) -> None:
    section = manual.split("## setup()")[1].split("\n## ")[0]
    missing = [f.name for f in fields(options.Options) if f"`{f.name}`" not in section]
    assert missing == []


def test_the_manual_names_all_that_a_queued_job_has(manual: str) -> None:
    section = manual.split("## A shared server")[1].split("\n## ")[0]
    names = [name for name in vars(QueuedJob) if not name.startswith("_")]
    assert [name for name in names if f"`.{name}" not in section] == []
