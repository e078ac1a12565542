"""How far the hardware moves a network from what is written."""

from __future__ import annotations

import numpy as np
import pytest

import pynn_bss1 as sim
from pynn_bss1.compare import Activity
from pynn_bss1.errors import BssError, ClosedError
from pynn_bss1.progress import BssWarning


@pytest.mark.parametrize("seed", range(20))
def test_rate_and_cv_are_those_of_the_trains_one_by_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    trains = [np.sort(random.uniform(0, 500, random.integers(0, 9))) for _ in range(30)]
    cells = np.repeat(np.arange(30), [len(t) for t in trains])
    activity = Activity.of(cells, np.concatenate(trains), 30, 500)
    assert activity.rate == pytest.approx(np.mean([len(t) / 0.5 for t in trains]))
    cvs = [np.std(np.diff(t)) / np.mean(np.diff(t)) for t in trains if len(t) >= 3]
    assert activity.cv == pytest.approx(np.mean(cvs))


def test_without_spikes_there_is_a_rate_but_no_cv() -> None:
    silent = Activity.of(np.empty(0, np.int64), np.empty(0), 4, 100)
    assert silent.rate == 0
    assert np.isnan(silent.cv)


def network(engine: str) -> tuple[sim.Population, sim.Projection]:
    sim.setup(engine=engine, seed=11)
    source = sim.Population(20, sim.SpikeSourcePoisson(rate=60.0), label="source")
    cells = sim.Population(10, sim.IF_cond_exp(tau_refrac=2.0), label="cells")
    return cells, sim.Projection(source, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.004, delay=1.0))


@pytest.mark.slow
@pytest.mark.usefixtures("java_server")
def test_the_report_tells_the_rates_as_written_as_realised_and_on_the_wafer() -> None:
    counts = {}
    for engine in ("reference", "realised"):
        cells, _ = network(engine)
        cells.record("spikes")
        for _ in range(3):
            sim.run(100.0)
        counts[engine] = sum(cells.get_spike_counts().values())
        sim.end()
    cells, projection = network("emulator")
    cells.record("spikes")
    for _ in range(3):
        sim.run(100.0)
    report = sim.mapping_report(rates=True)
    source, moved = report.rates
    assert source.written.rate == source.realised.rate
    assert source.wafer.rate == pytest.approx(source.written.rate, rel=0.01)
    assert moved.written.rate == pytest.approx(counts["reference"] / 3)
    assert moved.realised.rate == pytest.approx(counts["realised"] / 3)
    assert moved.wafer.rate == pytest.approx(sum(cells.get_spike_counts().values()) / 3)
    assert moved.written.rate > 5
    assert "rate as written" in repr(report)
    assert "rate as written" in report._repr_html_()
    assert not sim.mapping_report().rates
    # what the realised network cannot do is left out, with the reason
    projection.set(weight=0.006)
    sim.run(100.0)
    with pytest.warns(BssWarning, match="cannot be run with engine 'realised'"):
        again = sim.mapping_report(rates=True).rates[1]
    assert again.realised is None
    assert again.written.rate > moved.written.rate
    sim.end()
    with pytest.raises(ClosedError, match="ask before end"):
        sim.mapping_report(rates=True)


@pytest.mark.usefixtures("java_server")
def test_nothing_has_run_so_nothing_has_moved() -> None:
    network("emulator")
    with pytest.raises(ClosedError, match="nothing has run yet"):
        sim.mapping_report(rates=True)
    network("reference")
    with pytest.raises(BssError, match="maps nothing"):
        sim.mapping_report(rates=True)
    sim.end()
