"""A queue in Java: scripts as they are, jobs without a script, and a server that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyNN.parameters import Sequence
from queue_server import QueueServer

import pynn_bss1
import pynn_bss1 as sim
from pynn_bss1 import compat07, errors, simulator, submission
from pynn_bss1.errors import MappingLossError
from pynn_bss1.progress import BssWarning
from pynn_bss1.server import Endpoint

PACKAGE = Path(pynn_bss1.__file__).parents[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueueServer]:
    running = QueueServer(tmp_path_factory.mktemp("queue") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def queue(server: QueueServer, monkeypatch: pytest.MonkeyPatch) -> QueueServer:
    """Scripts find it."""
    for name in ("BSS_CA", "BSS_ENGINE", "BSS_SILICON"):
        monkeypatch.delenv(name, raising=False)
    use(monkeypatch, server.address, server.token)
    return server


def use(patch: pytest.MonkeyPatch, address: str, token: str) -> None:
    patch.setenv("BSS_SERVER", address)
    patch.setenv("BSS_TOKEN", token)
    patch.setattr(submission, "_queues", {})


def network(engine: str = "reference", rate: float = 150.0, **options: Any) -> tuple[Any, Any, Any]:
    sim.setup(engine=engine, seed=5, **options)
    source = sim.Population(8, sim.SpikeSourcePoisson(rate=rate), label="source")
    given = sim.Population(2, sim.SpikeSourceArray(spike_times=[[3.0, 30.0], [8.0]]), label="given")
    cells = sim.Population(6, sim.IF_cond_exp(cm=0.2, tau_m=15.0, tau_refrac=2.0), label="cells")
    cells.record("spikes")
    cells[1:4].record("v")
    static = sim.Projection(given, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.01), label="static")
    rule = sim.STDPMechanism(
        timing_dependence=sim.SpikePairRule(tau_plus=20.0, tau_minus=20.0, A_plus=0.05, A_minus=0.06),
        weight_dependence=sim.AdditiveWeightDependence(w_min=0.0, w_max=0.03),
        weight=0.015,
        delay=1.0,
    )
    plastic = sim.Projection(source, cells, sim.AllToAllConnector(), rule, label="plastic")
    return cells, static, plastic


def recorded(block: Any) -> list[Any]:
    found: list[Any] = []
    for segment in block.segments:
        found += [
            (train.magnitude.tolist(), float(train.t_stop), repr(train.annotations)) for train in segment.spiketrains
        ]
        for signal in segment.analogsignals:
            found.append((signal.name, signal.units, float(signal.t_start), repr(signal.annotations), signal.shape))
            found.append(signal.magnitude.tobytes())
    return found


def story(engine: str) -> list[Any]:
    """All that a script may ask, with changes, a reset and what may be had after the end."""
    cells, static, plastic = network(engine, strategy="greedy")
    found: list[Any] = []
    if engine == "emulator":
        found += [static.realised_weights().tolist()]  # mapped before the first run
    sim.run(40.0)
    found += [recorded(cells.get_data()), plastic.get("weight", "list")]
    static.set(weight=0.02)
    cells.set(tau_refrac=3.0)
    simulator.state.populations[1].set(spike_times=[Sequence([45.0]), Sequence([60.0])])
    sim.run(40.0)
    found += [plastic.get("weight", "list"), static.realised_weights().tolist(), static.realised_delays().tolist()]
    found += [sorted((n, c.tolist()) for n, c in cells.realised_parameters().items())]
    found += [cells.placement.hicann.tolist(), cells.get_spike_counts()]
    if engine == "emulator":
        report = dict(sim.mapping_report().data)
        counters = sim.counters()
        found += [report["synapses"], report["neurons"], report["changed"], counters]
    sim.reset()
    sim.run(30.0)
    found += [recorded(cells.get_data()), plastic.get("weight", "list")]
    sim.end()
    return [*found, recorded(cells.get_data()), cells.get_spike_counts()]


@pytest.mark.parametrize("engine", ["reference", pytest.param("emulator", marks=pytest.mark.slow)])
def test_a_script_gives_the_same_as_with_a_server_of_its_own(
    engine: str, java_server: Endpoint, queue: QueueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = story(engine)
    assert sum(there[-1].values()) > 10
    use(monkeypatch, java_server.address, java_server.token)
    for ours, theirs in zip(there, story(engine), strict=True):
        assert ours == theirs
    use(monkeypatch, queue.address, queue.token)
    assert not [job for job in sim.jobs() if job.name.startswith("pynn-")]  # none that was made for a run stays


def test_nothing_is_run_where_loss_raises(queue: QueueServer) -> None:
    sim.setup(engine="emulator", on_loss="raise", hicanns=[200], strategy="greedy")
    sources = sim.Population(500, sim.SpikeSourcePoisson(rate=1.0))
    cells = sim.Population(200, sim.IF_cond_exp(cm=0.2))
    sim.Projection(sources, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.001))
    with pytest.raises(MappingLossError, match="of 100000 synapses"):
        sim.run(1e6)
    (job,) = sim.jobs(limit=1)
    assert [command.WhichOneof("body") for command in job.log()] == ["build"]
    simulator.state.clear()


def test_what_a_command_is_refused_for_is_the_error(queue: QueueServer) -> None:
    cells, _, _ = network("realised")
    sim.run(20.0)
    counts = cells.get_spike_counts()
    cells.set(tau_m=10.0)
    with pytest.raises(errors.BssError) as caught:
        sim.run(20.0)
    assert not isinstance(caught.value, errors.JobEndedError)
    assert cells.get_spike_counts() == counts
    simulator.state.clear()


SUBMIT = """
import sys
sys.path[:0] = [{tests!r}]
import test_queue
test_queue.network("reference")
job = test_queue.sim.submit(60.0, name="from-elsewhere", title="of another process")
print(job.number)
"""


def python(text: str, **more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONDONTWRITEBYTECODE": "1", **more}
    text = text.format(tests=str(Path(__file__).parent))
    return subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True, env=environment)


def test_one_process_submits_and_another_collects(queue: QueueServer) -> None:
    elsewhere = python(SUBMIT)
    assert elsewhere.wait(120) == 0
    job = sim.job("from-elsewhere")
    assert job.wait(60).title == "of another process"
    cells, static, plastic = network("reference")
    sim.run(60.0)
    here, there = cells.get_data(), job.get_data("cells")
    assert recorded(there) == recorded(here)
    assert there.annotations == here.annotations
    assert there.name == here.name
    assert np.array_equal(job.weights("plastic"), [w for _, _, w in plastic.get("weight", "list")])
    assert np.array_equal(job.weights("static"), [w for _, _, w in static.get("weight", "list")])
    assert job.labels == ["source", "given", "cells"]
    assert job.projection_labels == ["static", "plastic"]
    assert not job.partial
    given = job.spikes("given")
    assert given[1].tolist() == [3, 30, 8]
    sim.end()
    job.delete()
    with pytest.raises(errors.NotFoundError):
        sim.job("from-elsewhere")


def test_a_sweep_is_several_jobs(queue: QueueServer, tmp_path: Path) -> None:
    cells, static, _ = network("emulator", strategy="greedy")
    weights = (0.005, 0.01, 0.02, 0.03)
    for k, weight in enumerate(weights):
        static.set(weight=weight)
        sim.submit(30.0, name=f"sweep-{k}", title=f"weight {weight}")
    sim.save_job(tmp_path / "last.bssjob", 30.0)
    sim.run(30.0)  # the network goes on as it stands
    last = recorded(cells.get_data())
    sim.end()
    swept = [sim.job(f"sweep-{k}") for k in range(4)]
    assert [job.name for job in sim.jobs(limit=4)] == ["sweep-3", "sweep-2", "sweep-1", "sweep-0"]
    for job, weight in zip(swept, weights, strict=True):
        job.wait(120)
        assert job.synapses("static")["realised_weight"] == pytest.approx(weight, rel=0.1)
    assert recorded(swept[3].get_data("cells")) == last
    assert swept[3].mapping_report().neurons_placed == 6
    assert swept[3].counters()["neuron_spikes"] > 0
    assert (swept[3].placement("cells").hicann >= 0).all()
    assert (tmp_path / "last.bssjob").read_bytes() == b"".join(
        [submission.messages.JobLog(commands=swept[3].log()).SerializeToString(deterministic=True)]
    )


def long_story() -> float:
    cells, _, _ = network("reference", rate=60.0)
    sim.run(8.0)
    sim.run(60_000.0)
    total = float(sum(train.magnitude.sum() for train in cells.get_data().segments[0].spiketrains))
    sim.end()
    return total


LONG = """
import sys
sys.path[:0] = [{tests!r}]
import test_queue
print(test_queue.long_story())
"""


@pytest.mark.slow
def test_a_script_goes_on_when_its_server_is_killed(
    java_server: Endpoint, queue: QueueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = python(LONG)
    until = time.monotonic() + 60
    while not any(job.name.endswith(".2") for job in sim.jobs(states=["RUNNING"])):
        assert time.monotonic() < until
        assert script.poll() is None
        time.sleep(0.02)
    queue.kill()
    time.sleep(1)
    queue.start()
    assert queue.address == os.environ["BSS_SERVER"]
    said, _ = script.communicate(timeout=120)
    assert script.returncode == 0
    use(monkeypatch, java_server.address, java_server.token)
    assert float(said) == long_story() > 0


def test_a_job_that_took_too_long_leaves_what_it_had(queue: QueueServer) -> None:
    cells, _, _ = network("reference", rate=100.0)
    job = sim.submit(1e7, wall_limit=1.0)
    with pytest.raises(errors.JobTimedOutError, match=r"longer than 1.0 s.*get_data") as caught:
        job.wait(60)
    assert caught.value.partial and job.partial
    until = job.ran_until
    assert 100 < until < 1e7
    segment = job.get_data("cells").segments[0]
    (signal,) = segment.analogsignals
    assert signal.shape == (round(until / 0.1) + 1, 3)
    assert not np.isnan(signal.magnitude[-2]).any()
    sim.run(100.0)
    for mine, train in zip(cells.get_data().segments[0].spiketrains, segment.spiketrains, strict=True):
        assert float(train.t_stop) == until
        assert np.array_equal(mine.magnitude, train.magnitude[train.magnitude <= 100])
    assert until - 500 < job.spikes("source")[1].max() <= until
    sim.end()


@pytest.mark.slow
def test_how_far_the_wafer_moves_a_network_is_told(queue: QueueServer) -> None:
    cells, _, _ = network("emulator", rate=80.0, strategy="greedy")
    sim.run(60.0)
    rates = {moved.population: moved for moved in sim.mapping_report(rates=True).rates}
    assert rates["cells"].wafer.rate == pytest.approx(sum(cells.get_spike_counts().values()) / 6 / 0.06)
    assert rates["cells"].written.rate > 0
    sim.end()


def test_a_cancelled_run_says_so(queue: QueueServer) -> None:
    network("reference")

    def cancel() -> None:
        while not (running := sim.jobs(states=["RUNNING"])):
            time.sleep(0.05)
        running[0].cancel()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    with pytest.raises(errors.JobCancelledError, match="ended CANCELLED: cancelled by ada"):
        sim.run(1e7)
    canceller.join()
    sim.run(10.0)
    sim.end()


def test_engine_map_maps_alone(queue: QueueServer) -> None:
    cells, static, _ = network("map", strategy="greedy")
    with pytest.warns(BssWarning, match="maps only"):
        sim.run(20.0)
    assert sim.mapping_report().neurons_placed == 6
    assert static.realised_weights() == pytest.approx(0.01, rel=0.1)
    assert sum(cells.get_spike_counts().values()) == 0
    sim.end()
    assert np.isnan(cells.get_data().segments[0].analogsignals[0].magnitude).all()


def test_events_that_the_links_lose_are_said(queue: QueueServer) -> None:
    sim.setup(engine="emulator", strategy="greedy")
    cells = sim.Population(200, sim.IF_cond_exp(cm=0.2, tau_m=5.0, v_rest=-40.0, v_thresh=-50.0, tau_refrac=1.0))
    cells.place(hicanns=[200], neuron_size=2)
    cells.record("spikes")
    sim.run(20.0)
    with pytest.warns(BssWarning, match="links of the wafer lost events"):
        cells.get_data()
    sim.end()


def test_scripts_of_pynn_0_7_run_too(queue: QueueServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSS_ENGINE", "reference")
    compat07.install()
    try:
        import pyhmf as pynn

        pynn.setup()
        source = pynn.Population(2, pynn.SpikeSourceArray, {"spike_times": [[5.0, 20.0], [7.0]]})
        cells = pynn.Population(3, pynn.IF_cond_exp)
        pynn.Projection(source, cells, pynn.AllToAllConnector(weights=0.2))
        cells.record()
        pynn.run(8.0)
        early = cells.getSpikes()
        pynn.run(22.0)
        late = cells.getSpikes()
        pynn.reset()
        pynn.run(8.0)
        assert np.array_equal(cells.getSpikes(), early)
        assert 0 < len(early) < len(late)
        pynn.end()
        assert np.array_equal(cells.getSpikes(), early)
    finally:
        compat07.uninstall()
