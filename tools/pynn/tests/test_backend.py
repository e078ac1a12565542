"""PyNN's objects, without a server: what they keep, what they refuse, and the messages that they become."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import pynn_bss1 as sim
from pynn_bss1 import approximate, network, noise, simulator, support
from pynn_bss1.errors import BssError, InvalidError
from pynn_bss1.names import ModelRefusedError, UnknownNameError, UnknownParameterError


@pytest.fixture(autouse=True)
def reference(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("BSS_ENGINE", "BSS_SILICON", "BSS_APPROXIMATE"):
        monkeypatch.delenv(name, raising=False)
    sim.setup(engine="reference")
    yield
    simulator.state.clear()


def built(until: float = 10.0) -> Any:
    return network.Network(simulator.state).build(until).network


def numbers(data: bytes, kind: str = "<i4") -> list[Any]:
    return np.frombuffer(data, kind).tolist()


def test_views_of_views_and_assemblies_become_cells_of_their_populations() -> None:
    a, b = sim.Population(6, sim.IF_cond_exp(), label="a"), sim.Population(4, sim.IF_cond_exp(), label="b")
    group = a[1:6][[1, 3]] + b[2:]
    sim.Projection(group, a[4:], sim.AllToAllConnector(), sim.StaticSynapse(weight=0.5, delay=1.0))
    one, two = built().projections
    assert (one.source, one.target, two.source, two.target) == (0, 0, 1, 0)
    assert sorted(zip(numbers(one.pre), numbers(one.post), strict=True)) == [(2, 4), (2, 5), (4, 4), (4, 5)]
    assert sorted(zip(numbers(two.pre), numbers(two.post), strict=True)) == [(2, 4), (2, 5), (3, 4), (3, 5)]


def test_parameters_are_sent_by_pynns_names_and_equal_ones_once() -> None:
    sim.Population(3, sim.IF_cond_exp(tau_m=[10.0, 11.0, 12.0], cm=0.5))
    (job,) = built().populations
    assert job.cell_type == "IF_cond_exp"
    assert numbers(job.parameters["tau_m"].f64, "<f8") == [10, 11, 12]
    assert job.parameters["cm"].all == 0.5


def test_facets_hardware_is_a_cond_exp_with_its_fixed_parameters() -> None:
    p = sim.Population(2, sim.IF_facets_hardware1(g_leak=20.0))
    (job,) = built().populations
    assert job.cell_type == "IF_cond_exp"
    assert (job.parameters["tau_m"].all, job.parameters["cm"].all) == (10, 0.2)
    assert np.all(p.get("g_leak") == 20)


def test_only_changed_cells_are_told() -> None:
    p = sim.Population(4, sim.IF_cond_exp())
    net = network.Network(simulator.state)
    net.build(1.0)
    p[2:].set(tau_m=[20.0, 21.0])
    change = net.change(1.0)
    (changed,) = change.parameters
    assert (changed.name, numbers(changed.cells), changed.values.all) == ("tau_m", [3], 21)
    assert net.change(1.0) is None


def test_multapses_keep_their_values_and_matrices_join_them() -> None:
    p = sim.Population(2, sim.IF_cond_exp())
    prj = sim.Projection(p, p, sim.FromListConnector([(0, 1, 0.1, 1.0), (0, 1, 0.3, 2.0), (1, 0, 0.2, 1.0)]))
    first, last = [c.weight for c in prj if c.presynaptic_index == 0]
    assert {first, last} == {0.1, 0.3}
    for how, expected in (("sum", 0.4), ("min", 0.1), ("max", 0.3), ("first", first), ("last", last)):
        assert prj.get("weight", "array", multiple_synapses=how)[0, 1] == pytest.approx(expected)
    assert np.isnan(prj.get("weight", "array")[0, 0])


def test_gamma_trains_do_not_depend_on_how_far_the_network_runs() -> None:
    sim.Population(2, sim.SpikeSourceGamma(alpha=3.0, beta=300.0))
    (whole,) = built(1000.0).populations
    net = network.Network(simulator.state)
    (first,) = net.build(300.0).network.populations
    (rest,) = net.change(1000.0).trains
    assert numbers(whole.spike_trains.times, "<f8") == numbers(rest.trains.times, "<f8")
    assert len(first.spike_trains.times) < len(whole.spike_trains.times)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (lambda: sim.IF_cond_exp(tau_n=3), "tau_m"),
        (lambda: sim.Population(1, sim.IF_cond_exp()).set(v_tresh=3), "v_thresh"),
        (lambda: setattr(sim.Population(1, sim.IF_cond_exp())[0], "v_tresh", 3), "v_thresh"),
        (lambda: sim.StaticSynapse(wieght=1), "weight"),
        (lambda: sim.DCSource(amplitud=1), "amplitude"),
        (lambda: setattr(sim.DCSource(), "strat", 1), "start"),
        (lambda: sim.Population(1, sim.IF_cond_exp()).record("gsyn_ex"), "gsyn_exc"),
        (lambda: sim.Population(1, sim.IF_cond_exp()).initialize(gsyn_ex=1), "gsyn_exc"),
    ],
)
def test_a_mistyped_name_is_told_with_the_nearest(wrong: Any, right: str) -> None:
    with pytest.raises(UnknownParameterError, match=f"did you mean '{right}'"):
        wrong()


def test_a_mistyped_option_or_cell_is_told_with_the_nearest() -> None:
    with pytest.raises(InvalidError, match=r"no option 'silikon': did you mean 'silicon'"):
        sim.setup(silikon="typical")
    with pytest.raises(UnknownNameError, match="did you mean 'IF_cond_exp'"):
        _ = sim.IF_cond_ex
    with pytest.raises(InvalidError, match=r"engine='emulater'.*did you mean 'emulator'"):
        sim.setup(engine="emulater")


def test_what_other_simulators_want_is_ignored() -> None:
    sim.setup(engine="reference", spike_precision="off_grid", t_flush=10, rng_seed=7, label="x", threads=2)
    assert simulator.state.options.seed == 7


def test_silicon_is_left_to_a_shared_wafer_unless_one_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    def sent(**given: Any) -> tuple[str, int]:
        sim.setup(**given)
        message = simulator.state.options.message()
        return message.silicon, message.wafer_seed

    assert sent() == sent(fpgas=[4]) == ("", 0)
    assert sent(silicon="ideal") == sent(fpgas=[4], silicon="ideal") == ("ideal", 0)
    assert sent(fpgas=[4], silicon="typical", wafer_seed=3) == ("typical", 3)
    with pytest.raises(InvalidError, match="add silicon='typical'"):
        sim.setup(fpgas=[4], wafer_seed=3)
    monkeypatch.setenv("BSS_SILICON", "typical")
    assert sent(fpgas=[4]) == ("typical", 0)


def test_cells_that_the_circuit_lacks_are_refused_by_name() -> None:
    with pytest.raises(ModelRefusedError, match=r"HH_cond_exp is not available: .*voltage-gated"):
        sim.HH_cond_exp()
    sim.setup(engine="emulator")
    with pytest.raises(ModelRefusedError, match=r"IF_curr_exp is not available.*approximate=True"):
        sim.Population(1, sim.IF_curr_exp())
    assert issubclass(ModelRefusedError, BssError)


def test_a_network_that_has_run_does_not_grow_until_it_is_reset() -> None:
    simulator.state.running, simulator.state.session._network = True, network.Network(simulator.state)
    with pytest.raises(BssError, match=r"before the first run|before, or after reset"):
        sim.Population(1, sim.IF_cond_exp())
    simulator.state.running = False
    sim.Population(1, sim.IF_cond_exp())


def test_an_approximated_current_makes_the_same_psp_half_way_to_threshold() -> None:
    sim.setup(engine="emulator", approximate=True)
    p = sim.Population(1, sim.IF_curr_exp(tau_m=20.0, tau_syn_E=5.0, cm=1.0, v_rest=-65.0, v_thresh=-50.0))
    with pytest.warns(UserWarning, match="IF_curr_exp is approximated"):
        cells = approximate.Cells(p)
    weight = np.array([0.01, 0.5, 2.0])
    g = cells.weights("excitatory", weight, np.zeros(3, dtype=np.int32))
    assert np.allclose(g * cells.scale("excitatory", weight, np.zeros(3, dtype=np.int32)), weight)

    def peak(slope: Any) -> float:
        v, h, best = -57.5, 0.001, 0.0
        for step in range(40000):
            v += h * slope(v, step * h)
            best = max(best, v + 57.5)
        return best

    for w, conductance in zip(weight, g, strict=True):
        current = peak(lambda v, t, w=w: -(v + 57.5) / 20 + w * np.exp(-t / 5))
        ours = peak(lambda v, t, c=conductance: -(v + 57.5) / 20 + c * np.exp(-t / 5) * (20 - v))
        assert ours == pytest.approx(current, rel=0.01)


def test_noise_is_drawn_as_the_server_draws_it() -> None:
    drawn = noise.current(7, 3, np.arange(20000))
    assert abs(drawn.mean()) < 0.03
    assert abs(drawn.std() - 1) < 0.02
    assert (drawn[:5] == noise.current(7, 3, np.arange(5))).all()


def test_the_table_of_support_names_every_model() -> None:
    named = {name for each in support.TABLE for name in each.name.split(", ")}
    assert set(sim.list_standard_models()) <= named
    assert "| `IF_curr_exp` | yes | approximated |" in support.markdown()
