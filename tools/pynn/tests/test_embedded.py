"""The server in Java itself."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import pynn_bss1
from pynn_bss1 import errors, messages
from pynn_bss1.client import Jobs

PACKAGE = Path(pynn_bss1.__file__).parents[1]


def descendants(pid: int) -> list[int]:
    """Processes that this one has started, and those of these."""
    parents = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            stat = (process / "stat").read_text()
        except OSError:
            continue
        parents[int(process.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.delenv("BSS_SERVER", raising=False)
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_commands_travel_and_errors_come_back(temporary):
    before = descendants(os.getpid())
    with Jobs.connect() as jobs:
        job = jobs.open()
        with pytest.raises(errors.BssError, match="build"):
            job.advance(10)
        with pytest.raises(errors.BssError):
            jobs.open().fetch(messages.FetchRequest())
        # a second job, with a command of 40 MB
        large = jobs.open()
        weights = np.random.default_rng(1).random(5_000_000)
        projection = messages.JobProjection(label="x", weight=messages.values(weights))
        change = messages.Change(synapses=[messages.ChangedSynapses(projection=0, weight=projection.weight)])
        with pytest.raises(errors.BssError, match="build"):
            large.change(change)
    assert descendants(os.getpid()) == before
    assert list(temporary.iterdir()) == []


def test_a_killed_script_leaves_nothing(temporary):
    text = """
import time
from pynn_bss1.client import Jobs
from pynn_bss1.errors import BssError
jobs = Jobs.connect()
try:
    jobs.open().advance(10)
except BssError:
    print("up", flush=True)
time.sleep(60)
"""
    script = subprocess.Popen(
        [sys.executable, "-c", text],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )
    assert script.stdout.readline() == "up\n"
    started = descendants(script.pid)
    assert len(started) == 2  # Java and its keeper
    script.send_signal(signal.SIGKILL)
    script.wait()
    until = time.monotonic() + 20
    while any(map(running, started)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(running, started))
    assert list(temporary.iterdir()) == []
