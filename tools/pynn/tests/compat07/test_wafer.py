"""Scripts of the guidebook's kind on the emulated wafer itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from pynn_bss1.compat07 import install, uninstall

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("BSS_ENGINE", raising=False)
    monkeypatch.delenv("BSS_SILICON", raising=False)
    install()
    yield
    import pyhmf

    pyhmf.end()
    uninstall()


def _marocco() -> Any:
    from pymarocco import Defects, PyMarocco

    marocco = PyMarocco()
    marocco.calib_backend = PyMarocco.CalibBackend.Default
    marocco.defects.backend = Defects.Backend.Without
    return marocco


def test_a_digital_weight_makes_the_psp_that_the_membrane_equation_gives() -> None:
    import pyhmf as pynn
    from pyhalbe import HICANN
    from pyhalco_common import Enum, iter_all
    from pyhalco_hicann_v2 import FGBlockOnHICANN, HICANNOnWafer, RowOnSynapseDriver, SynapseDriverOnHICANN, Wafer
    from pymarocco import PyMarocco
    from pymarocco.runtime import Runtime

    marocco, runtime = _marocco(), Runtime(Wafer(33))
    pynn.setup(marocco=marocco, marocco_runtime=runtime)
    cell = {
        "cm": 0.2,
        "tau_m": 20.0,
        "v_rest": -70.0,
        "v_reset": -75.0,
        "v_thresh": -30.0,
        "tau_syn_E": 5.0,
        "e_rev_E": 0.0,
    }
    pop = pynn.Population(1, pynn.IF_cond_exp, {**cell, "e_rev_I": -90.0})
    pop.record_v()
    hicann = HICANNOnWafer(Enum(297))
    marocco.manual_placement.on_hicann(pop, hicann)
    source = pynn.Population(1, pynn.SpikeSourceArray, {"spike_times": [50.0]})
    proj = pynn.Projection(source, pop, pynn.AllToAllConnector(weights=1), target="excitatory")
    pynn.run(200.0)
    assert runtime.wafer().getAllocatedHicannCoordinates() == [hicann]
    gates, synapses = runtime.wafer()[hicann].floating_gates, runtime.wafer()[hicann].synapses
    for block in iter_all(FGBlockOnHICANN):
        for name in ("V_gmax0", "V_gmax1", "V_gmax2", "V_gmax3"):
            gates.setShared(block, HICANN.shared_parameter[name], 500)
    for driver in iter_all(SynapseDriverOnHICANN):
        for row in iter_all(RowOnSynapseDriver):
            synapses[driver][row].set_gmax_div(HICANN.GmaxDiv(11))
    (item,) = runtime.results().synapse_routing.synapses().find(proj)
    proxy = synapses[item.hardware_synapse()]
    marocco.skip_mapping, marocco.backend = True, PyMarocco.Hardware
    for weight in (3, 15):
        proxy.weight = HICANN.SynapseWeight(weight)
        pynn.run(200.0)
        peak = pop.get_v()[:, 2].max()
        pynn.reset()
        nano = 2500 * 500 / 1023 / 500 * (93.9406513768 + 81.3443474483 * weight - 1.59734048208 * weight**2)
        micro = nano * 1e-3 * 0.2e-9 / (4 * 2.16456e-12 * 1e4)
        expected = _peak(micro, cell)
        assert peak - cell["v_rest"] == pytest.approx(expected - cell["v_rest"], rel=0.1), f"weight {weight}"


def _peak(weight: float, cell: dict[str, float]) -> float:
    """The height that one event reaches, by small steps of the membrane equation."""
    v, g, dt, highest = cell["v_rest"], weight, 0.001, cell["v_rest"]
    for _ in range(60_000):
        leak = (cell["v_rest"] - v) / cell["tau_m"]
        v += dt * (leak + g * (cell["e_rev_E"] - v) / cell["cm"])
        g -= dt * g / cell["tau_syn_E"]
        highest = max(highest, v)
    return highest


def test_lost_synapses_are_those_of_the_statistics(tmp_path: Any) -> None:
    import pyhmf as pynn
    from pymarocco.results import Marocco

    marocco = _marocco()
    marocco.neuron_placement.default_neuron_size(4)
    marocco.synapse_routing.driver_chain_length(1)
    marocco.continue_despite_synapse_loss = True
    marocco.persist = str(tmp_path / "results.xml.gz")
    pynn.setup(marocco=marocco)
    neuron = pynn.Population(60, pynn.IF_cond_exp)
    source = pynn.Population(200, pynn.SpikeSourcePoisson, {"rate": 2})
    connector = pynn.FixedProbabilityConnector(p_connect=0.5, weights=0.00425)
    projections = [
        pynn.Projection(source, neuron, connector, target="excitatory", rng=pynn.NumpyRNG(1)),
        pynn.Projection(neuron, neuron, connector, target="excitatory", rng=pynn.NumpyRNG(2)),
    ]
    pynn.run(1)
    there = [np.isfinite(proj.getWeights(format="array")).sum() for proj in projections]
    mapped = [np.isfinite(marocco.stats.getWeights(proj)).sum() for proj in projections]
    assert sum(there) == marocco.stats.getSynapses()
    assert sum(there) - sum(mapped) == marocco.stats.getSynapseLoss()
    assert pynn.get_current_time() == 0
    pynn.end()
    results = Marocco.from_file(marocco.persist)
    denmems = [d for cell in neuron for item in results.placement.find(cell) for d in item.logical_neuron()]
    assert len(set(denmems)) == len(denmems) == 240


def test_views_go_where_they_are_placed(tmp_path: Any) -> None:
    import pyhmf as pynn
    from pyhalco_common import Enum, X, Y
    from pyhalco_hicann_v2 import HICANNOnWafer

    marocco = _marocco()
    pynn.setup(marocco=marocco)
    pop = pynn.Population(3, pynn.IF_cond_exp)
    where = [HICANNOnWafer(X(5), Y(5)), HICANNOnWafer(Enum(1))]
    for k, hicann in enumerate(where):
        marocco.manual_placement.on_hicann(pynn.PopulationView(pop, [k]), hicann, 6)
    pynn.run(10)
    from pynn_bss1.compat07 import network

    runtime: Any = network.current().runtime
    for k, hicann in enumerate(where):
        (item,) = runtime.results().placement.find(pop[k])
        assert {denmem.toHICANNOnWafer() for denmem in item.logical_neuron()} == {hicann}
        assert item.logical_neuron().size() == 6
    assert len(runtime.results().placement.find(pop[2])) == 1
