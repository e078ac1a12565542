"""The names of BrainScaleS-1's software in place, and the stand-in for the wafer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from relay import RelayJobs

from pynn_bss1.compat07 import experiment, install, uninstall


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[RelayJobs]:
    """What scripts run on."""
    made = RelayJobs()
    monkeypatch.setattr(experiment, "connect", lambda: made)
    monkeypatch.delenv("BSS_ENGINE", raising=False)
    monkeypatch.delenv("BSS_SILICON", raising=False)
    install()
    yield made
    uninstall()
