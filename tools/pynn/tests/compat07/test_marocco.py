"""marocco's options, statistics and results, as scripts use them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def pynn(jobs: Any) -> Any:
    import pyhmf

    return pyhmf


def _marocco() -> Any:
    from pymarocco import Defects, PyMarocco

    marocco = PyMarocco()
    marocco.calib_backend = PyMarocco.CalibBackend.Default
    marocco.defects.backend = Defects.Backend.Without
    return marocco


def test_a_wrong_option_is_refused_with_the_nearest_name(pynn: Any) -> None:
    marocco = _marocco()
    with pytest.raises(AttributeError, match="did you mean skip_mapping"):
        marocco.skip_maping = True
    with pytest.raises(AttributeError, match="did you mean backend"):
        marocco.defects.backend_ = 1


def test_options_go_into_the_job(pynn: Any, jobs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyhalco_hicann_v2 import Wafer

    marocco = _marocco()
    marocco.neuron_placement.default_neuron_size(8)
    marocco.synapse_routing.driver_chain_length(3)
    marocco.default_wafer = Wafer(30)
    marocco.experiment.speedup(5e3)
    pynn.setup(marocco=marocco)
    pynn.Population(2, pynn.IF_cond_exp)
    pynn.run(10)
    build = jobs.jobs[0].commands[0][1]
    options = build.options
    assert (options.engine, build.network.populations[0].neuron_size, options.chain_length) == (3, 8, 3)
    assert (options.silicon, options.wafer_seed, options.speedup) == ("", 0, 5e3)
    monkeypatch.setenv("BSS_SILICON", "typical")
    pynn.setup(marocco=marocco)
    pynn.Population(2, pynn.IF_cond_exp)
    pynn.run(10)
    options = jobs.jobs[1].commands[0][1].options
    assert (options.silicon, options.wafer_seed) == ("typical", 30)
    assert marocco.neuron_placement.default_neuron_size() == 8
    assert pynn.get_current_time() == 0, "mapping alone takes no time"


def test_backends_are_engines(pynn: Any, jobs: Any) -> None:
    from pymarocco import PyMarocco

    for backend, engine in ((PyMarocco.Without, 3), (PyMarocco.ESS, 0), (PyMarocco.Backend.Hardware, 0)):
        marocco = _marocco()
        marocco.backend = backend
        pynn.setup(marocco=marocco)
        pynn.Population(1, pynn.IF_cond_exp)
        pynn.run(5.0)
        assert jobs.jobs[-1].commands[0][1].options.engine == engine


def test_views_that_are_placed_by_hand_become_populations_of_their_own(pynn: Any, jobs: Any) -> None:
    from pyhalco_common import Enum
    from pyhalco_hicann_v2 import HICANNOnWafer

    marocco = _marocco()
    pynn.setup(marocco=marocco)
    pop = pynn.Population(5, pynn.IF_cond_exp, {"tau_m": [1.0, 2.0, 3.0, 4.0, 5.0]})
    marocco.manual_placement.on_hicann(pynn.PopulationView(pop, [1, 3]), HICANNOnWafer(Enum(7)), 6)
    marocco.manual_placement.on_hicann(pynn.PopulationView(pop, [4]), [HICANNOnWafer(Enum(9)), HICANNOnWafer(Enum(8))])
    source = pynn.Population(5, pynn.SpikeSourceArray, {"spike_times": [1.0]})
    proj = pynn.Projection(source, pop, pynn.OneToOneConnector(weights=[0.1, 0.2, 0.3, 0.4, 0.5]))
    pynn.run(1)
    network = jobs.jobs[0].commands[0][1].network
    pieces = [p for p in network.populations if p.cell_type == "IF_cond_exp"]
    assert [(p.size, list(p.hicanns), p.neuron_size) for p in pieces] == [(2, [], 4), (2, [7], 6), (1, [9, 8], 4)]
    assert [np.frombuffer(p.parameters["tau_m"].f64, "<f8").tolist() for p in pieces[:2]] == [[1, 3], [2, 4]]
    assert marocco.stats.getWeights(proj).diagonal().tolist() == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert marocco.stats.getNumPopulations() == 2 and marocco.stats.getSynapses() == 5


def test_results_are_stored_and_found_by_cell(pynn: Any, tmp_path: Any) -> None:
    from pyhalco_common import X, Y
    from pyhalco_hicann_v2 import HICANNOnWafer
    from pymarocco.results import Marocco

    marocco = _marocco()
    marocco.persist = str(tmp_path / "results.xml.gz")
    pynn.setup(marocco=marocco)
    pop = pynn.Population(2, pynn.IF_cond_exp)
    source = pynn.Population(1, pynn.SpikeSourceArray)
    marocco.manual_placement.on_hicann(pop, HICANNOnWafer(X(5), Y(5)), 4)
    pynn.run(0)
    pynn.end()
    results = Marocco.from_file(marocco.persist)
    (item,) = results.placement.find(pop[1])
    assert [str(denmem.toNeuronOnHICANN()) for denmem in item.logical_neuron()] == [
        "NeuronOnHICANN(X(2), top)",
        "NeuronOnHICANN(X(3), top)",
        "NeuronOnHICANN(X(2), bottom)",
        "NeuronOnHICANN(X(3), bottom)",
    ]
    assert item.bio_neuron().neuron_index() == 1 and item.bio_neuron().population() == pop.euter_id()
    assert {each.bio_neuron().neuron_index() for each in results.placement.find(HICANNOnWafer(X(5), Y(5)))} == {0, 1}
    (item,) = results.placement.find(source[0])
    assert item.logical_neuron().is_external() and item.neuron_block() is None and item.dnc_merger() is not None


def test_foreign_results_are_refused(pynn: Any, tmp_path: Any) -> None:
    from pymarocco.results import Marocco

    (tmp_path / "results.bin").write_bytes(b"22 serialization::archive 16")
    with pytest.raises(NotImplementedError, match="not written by this package"):
        Marocco.from_file(str(tmp_path / "results.bin"))


def _lossy(marocco: Any, pynn: Any) -> Any:
    marocco.synapse_routing.driver_chain_length(5)
    pynn.setup(marocco=marocco)
    neurons = pynn.Population(10, pynn.IF_cond_exp)
    source = pynn.Population(10, pynn.SpikeSourcePoisson, {"rate": 2})
    return pynn.Projection(source, neurons, pynn.AllToAllConnector(weights=0.004), target="excitatory")


def test_lost_synapses_are_nan_and_counted(pynn: Any) -> None:
    marocco = _marocco()
    marocco.continue_despite_synapse_loss = True
    proj = _lossy(marocco, pynn)
    pynn.run(1)
    mapped = marocco.stats.getWeights(proj)
    assert np.isnan(mapped).sum() == 20 == marocco.stats.getSynapseLoss()
    assert marocco.stats.getSynapsesSet() == 80 and marocco.stats.getSynapseLossAfterL1Routing() == 0
    assert np.nanmax(mapped) == np.nanmin(mapped) == 0.004
    assert str(marocco.stats).splitlines()[1:4] == ["\tsynapse_loss: 20 (20%)", "\tsynapses: 100", "\tsynapses set: 80"]


def test_a_loss_that_is_not_allowed_is_a_runtime_error(pynn: Any) -> None:
    _lossy(_marocco(), pynn)
    with pytest.raises(RuntimeError, match=r"20 of 100 synapses.*20 synapse_driver.*continue_despite_synapse_loss"):
        pynn.run(1)


def test_skip_mapping_needs_a_mapping(pynn: Any) -> None:
    marocco = _marocco()
    marocco.skip_mapping = True
    pynn.setup(marocco=marocco)
    pynn.Population(1, pynn.IF_cond_exp)
    with pytest.raises(RuntimeError, match="nothing was mapped yet"):
        pynn.run(1)


def test_defects_that_a_script_makes_are_a_defects_file(pynn: Any, jobs: Any) -> None:
    import pyredman
    from pyhalco_common import Enum
    from pyhalco_hicann_v2 import HICANNGlobal, HICANNOnWafer, SynapseDriverOnHICANN

    marocco = _marocco()
    chip = pyredman.Hicann()
    chip.drivers().disable(SynapseDriverOnHICANN(Enum(102)))
    chip.drivers().disable(SynapseDriverOnHICANN(Enum(6)))
    marocco.defects.inject(HICANNGlobal(Enum(276)), chip)
    marocco.defects.wafer().hicanns().disable(HICANNOnWafer(Enum(3)))
    pynn.setup(marocco=marocco)
    pynn.Population(1, pynn.IF_cond_exp)
    pynn.run(1)
    sent = json.loads(jobs.jobs[0].commands[0][1].options.defects)
    assert sent == {"version": 1, "hicanns": [3], "synapse_drivers": [[276, 6], [276, 102]]}


def test_files_of_other_formats_are_refused_and_missing_ones_left_out(pynn: Any, jobs: Any, tmp_path: Any) -> None:
    from pymarocco import PyMarocco

    marocco = _marocco()
    marocco.calib_backend = PyMarocco.XML
    marocco.calib_path = str(tmp_path)
    pynn.setup(marocco=marocco)
    pynn.Population(1, pynn.IF_cond_exp)
    with pytest.raises(NotImplementedError, match=r"no single \.bsscal file"):
        pynn.run(1)
    (tmp_path / "wafer.bsscal").write_bytes(b"measured")
    pynn.run(1)
    assert jobs.jobs[-1].commands[0][1].options.calibration == b"measured"
    marocco.calib_path = "/no/such/folder"
    pynn.setup(marocco=marocco)
    pynn.Population(1, pynn.IF_cond_exp)
    pynn.run(1)
    assert jobs.jobs[-1].commands[0][1].options.calibration == b""


def test_the_ess_distorts_weights_and_counts_pulses(pynn: Any, jobs: Any, tmp_path: Any) -> None:
    import pysthal
    from pymarocco import PyMarocco

    marocco = _marocco()
    marocco.backend = PyMarocco.ESS
    marocco.ess_config = pysthal.ESSConfig()
    marocco.ess_config.enable_weight_distortion = True
    marocco.ess_config.weight_distortion = 0.2
    marocco.ess_config.pulse_statistics_file = str(tmp_path / "pulses.py")
    pynn.setup(marocco=marocco)
    a, b = pynn.Population(50, pynn.SpikeSourceArray), pynn.Population(50, pynn.IF_cond_exp)
    pynn.Projection(a, b, pynn.AllToAllConnector(weights=0.01))
    pynn.run(1)
    sent = np.frombuffer(jobs.jobs[0].commands[0][1].network.projections[0].weight.f64, "<f8")
    assert abs(sent.mean() - 0.01) < 5 * 0.002 / 50 and abs(sent.std() - 0.002) < 0.0002
    namespace: dict[str, Any] = {}
    exec((tmp_path / "pulses.py").read_text(), namespace)
    assert namespace["pulse_statistics"] == {"sent": 3}
