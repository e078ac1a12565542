"""Runs in the reference simulator of a server in Java: the traps that other backends fell into."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pynn_bss1 as sim
from pynn_bss1.errors import BssError
from pynn_bss1.progress import BssWarning

pytestmark = pytest.mark.usefixtures("java_server")


def driven(weight: float = 0.02) -> tuple[Any, Any, Any]:
    sim.setup(engine="reference", seed=3)
    source = sim.Population(2, sim.SpikeSourcePoisson(rate=200.0))
    cells = sim.Population(3, sim.IF_cond_exp())
    cells.record(["spikes", "v"])
    return source, cells, sim.Projection(source, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=weight))


def voltage(cells: Any, segment: int = -1) -> Any:
    return cells.get_data().segments[segment].analogsignals[0].magnitude


def test_two_runs_are_one_and_reset_begins_anew() -> None:
    _, cells, _ = driven()
    for length in (30.0, 12.3, 57.7):
        sim.run(length)
    parts = voltage(cells)
    sim.reset()
    sim.run(100.0)
    block = cells.get_data()
    assert len(block.segments) == 2
    assert np.array_equal(parts, block.segments[1].analogsignals[0].magnitude)
    assert parts.shape == (1001, 3)
    sim.end()
    assert np.array_equal(voltage(cells), parts)


def test_weights_set_between_runs_count_and_stay_after_a_reset() -> None:
    _, cells, prj = driven(weight=0.0)
    sim.run(50.0)
    assert voltage(cells).max() == pytest.approx(-65)
    prj.set(weight=0.05)
    sim.run(50.0)
    assert voltage(cells).max() > -60
    sim.reset()
    sim.run(50.0)
    assert voltage(cells).max() > -60
    assert np.all(prj.realised_weights() == 0.05)
    sim.end()


def test_a_population_may_be_added_after_a_reset_but_not_after_a_run() -> None:
    _, cells, _ = driven()
    sim.run(10.0)
    with pytest.raises(BssError, match="before, or after reset"):
        sim.Population(1, sim.IF_cond_exp())
    sim.reset()
    late = sim.Population(1, sim.IF_cond_exp(i_offset=1.0))
    late.record("v")
    sim.run(10.0)
    assert voltage(late).max() > -60
    assert len(cells.get_data().segments) == 2
    sim.end()


def test_callbacks_are_called_at_their_times() -> None:
    driven()
    times: list[float] = []

    def callback(t: float) -> float:
        times.append(t)
        return t + 2.5

    sim.run(10.0, callbacks=[callback])
    assert times == [0, 2.5, 5, 7.5, 10]
    sim.end()


def test_cleared_data_do_not_come_again() -> None:
    _, cells, _ = driven(weight=0.1)
    sim.run(50.0)
    first = cells.get_data(clear=True).segments[0]
    sim.run(50.0)
    second = cells.get_data(clear=True).segments[0]
    for train in second.spiketrains:
        assert (train.magnitude > 50).all()
    assert sum(len(t) for t in first.spiketrains) > 0
    assert second.analogsignals[0].shape == (501, 3)
    assert float(second.analogsignals[0].t_start) == 50
    sim.end()


@pytest.mark.slow
def test_events_that_the_links_lose_are_said() -> None:
    sim.setup(engine="emulator")
    # 200 neurons of one chip that rest above their threshold
    cells = sim.Population(200, sim.IF_cond_exp(cm=0.2, tau_m=5.0, v_rest=-40.0, v_thresh=-50.0, tau_refrac=1.0))
    cells.place(hicanns=[200], neuron_size=2)
    cells.record("spikes")
    sim.run(50.0)
    with pytest.warns(BssWarning, match="links of the wafer lost events"):
        cells.get_data()
    counters = sim.counters()
    assert counters["lost_encoder"] + counters["lost_merger"] + counters["lost_up"] > 0.01 * counters["neuron_spikes"]
    sim.end()


@pytest.mark.slow
def test_a_current_that_no_generator_gives_is_said() -> None:
    sim.setup(engine="emulator")
    cells = sim.Population(2, sim.IF_cond_exp(cm=0.2))
    sim.DCSource(amplitude=0.1, start=5.0, stop=20.0).inject_into(cells)
    sim.run(10.0)
    sim.setup(engine="emulator")
    cells = sim.Population(2, sim.IF_cond_exp(cm=0.2))
    sim.DCSource(amplitude=200.0, start=5.0, stop=20.0).inject_into(cells)
    with pytest.warns(BssWarning, match=r"currents of 200.000 nA into 2 cells of .* become 1\.\d* nA"):
        sim.run(10.0)
    sim.end()
