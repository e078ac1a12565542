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


def sources(trains, engine="REFERENCE"):
    counts = messages.i32([len(train) for train in trains])
    population = messages.JobPopulation(
        label="sources",
        size=len(trains),
        cell_type="SpikeSourceArray",
        spike_trains=messages.SpikeTrains(counts=counts, times=messages.f64(np.concatenate(trains))),
    )
    network = messages.JobNetwork(name="net", populations=[population])
    return messages.Build(options=messages.Options(engine=messages.Options.Engine.Value(engine)), network=network)


def test_a_session_runs_fetches_and_is_interrupted(temporary):
    trains = [np.sort(np.random.default_rng(seed).random(300_000) * 100) for seed in (1, 2)]
    with Jobs.connect() as jobs:
        job = jobs.open()
        assert not job.build(sources(trains)).mapping.mapped
        assert job.advance(50).now_ms == 50
        assert job.advance(101).now_ms == 101
        spikes = job.fetch(messages.FetchRequest(spikes=messages.FetchSpikes(population=0)))
        np.testing.assert_array_equal(spikes["cell"], np.repeat([0, 1], 300_000).astype("i4"))
        np.testing.assert_allclose(spikes["time"], np.concatenate(trains), atol=1e-9)
        with pytest.raises(errors.InvalidError):
            job.fetch(messages.FetchRequest(spikes=messages.FetchSpikes(population=1)))

        def interrupt(stage, fraction):
            raise KeyboardInterrupt

        job.on_progress = interrupt
        with pytest.raises(KeyboardInterrupt):
            job.advance(1e9)
        with pytest.raises(errors.ClosedError, match="interrupted"):
            job.advance(1e9)
        another = jobs.open()
        another.build(sources([np.array([1.0])]))
        assert another.advance(2).now_ms == 2
        another.end()
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
