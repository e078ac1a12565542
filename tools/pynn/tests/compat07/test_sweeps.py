"""Scripts that map once and change the configuration between runs, in the style of the guidebook's."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from pynn_bss1.compat07 import lowlevel


class Sweep:
    """A neuron with two sources, mapped."""

    def __init__(self, times: Any = (250.0, 500.0)) -> None:
        import pyhmf as pynn
        from pyhalco_common import Enum
        from pyhalco_hicann_v2 import HICANNOnWafer, Wafer
        from pymarocco import PyMarocco
        from pymarocco.runtime import Runtime

        self.pynn, self.marocco = pynn, PyMarocco()
        self.runtime = Runtime(Wafer(33))
        pynn.setup(marocco=self.marocco, marocco_runtime=self.runtime)
        self.pop = pynn.Population(2, pynn.IF_cond_exp, {"cm": 0.2, "v_rest": -20.0, "v_thresh": -10.0})
        self.pop.record()
        self.hicann = HICANNOnWafer(Enum(297))
        self.marocco.manual_placement.on_hicann(self.pop, self.hicann)
        self.stimulus = pynn.Population(1, pynn.SpikeSourceArray, {"spike_times": list(times)})
        self.proj = pynn.Projection(self.stimulus, self.pop, pynn.AllToAllConnector(weights=1), target="excitatory")
        pynn.reset()
        pynn.run(1500.0)
        self.marocco.skip_mapping = True
        self.marocco.backend = PyMarocco.Hardware

    def strengthen(self, gmax: int, divisor: int) -> None:
        from pyhalbe import HICANN
        from pyhalco_common import iter_all
        from pyhalco_hicann_v2 import FGBlockOnHICANN, RowOnSynapseDriver, SynapseDriverOnHICANN

        wafer = self.runtime.wafer()
        assert wafer.getAllocatedHicannCoordinates().count(self.hicann) == 1
        for hicann in wafer.getAllocatedHicannCoordinates():
            gates = wafer[hicann].floating_gates
            for block in iter_all(FGBlockOnHICANN):
                for name in ("V_gmax0", "V_gmax1", "V_gmax2", "V_gmax3"):
                    gates.setShared(block, getattr(HICANN.shared_parameter, name), gmax)
                gates.setShared(block, HICANN.shared_parameter.V_dllres, 275)
            for driver in iter_all(SynapseDriverOnHICANN):
                for row in iter_all(RowOnSynapseDriver):
                    wafer[hicann].synapses[driver][row].set_gmax_div(HICANN.GmaxDiv(divisor))

    def proxies(self) -> list[Any]:
        items = self.runtime.results().synapse_routing.synapses().find(self.proj)
        synapses = [item.hardware_synapse() for item in items]
        return [self.runtime.wafer()[each.toHICANNOnWafer()].synapses[each] for each in synapses]


def test_digital_weights_become_the_conductance_of_the_circuit(jobs: Any) -> None:
    from pyhalbe import HICANN

    sweep = Sweep()
    sweep.strengthen(gmax=1023, divisor=2)
    sent = {}
    for weight in (0, 5, 15):
        for proxy in sweep.proxies():
            proxy.weight = HICANN.SynapseWeight(weight)
        sweep.pynn.run(600.0)
        job = jobs.jobs[-1]
        sent[weight] = job._realised(0)[0]
        sweep.pynn.reset()
    for weight, realised in sent.items():
        # 2500 nA at divisor 2 is 27.5 times the measured setting; four denmems of 2.16456 pF for 0.2 nF at 1e4
        hardware = 27.5 * (93.9406513768 + 81.3443474483 * weight - 1.59734048208 * weight**2)
        assert realised == pytest.approx(hardware * 1e-3 * 0.2e-9 / (4 * 2.16456e-12 * 1e4))
    assert [command for command, _ in jobs.jobs[-1].commands].count("build") == 1, "mapped once"


def test_a_disabled_decoder_takes_the_synapse_away(jobs: Any) -> None:
    from pyhalbe import HICANN

    sweep = Sweep()
    sweep.strengthen(gmax=1023, divisor=2)
    first, second = sweep.proxies()
    original = copy.copy(first.decoder)
    first.weight, second.weight = HICANN.SynapseWeight(0), HICANN.SynapseWeight(15)
    first.decoder = HICANN.SynapseDecoder(1)
    sweep.pynn.run(600.0)
    assert set(sweep.pop.getSpikes()[:, 0]) == {1}
    sweep.pynn.reset()
    second.decoder = HICANN.SynapseDecoder(1)
    sweep.pynn.run(600.0)
    assert not sweep.pop.getSpikes().size
    sweep.pynn.reset()
    for proxy in sweep.proxies():
        proxy.weight, proxy.decoder = HICANN.SynapseWeight(15), original
    sweep.pynn.run(600.0)
    assert set(sweep.pop.getSpikes()[:, 0]) == {0, 1}


def test_a_weight_without_its_setting_is_refused(jobs: Any) -> None:
    from pyhalbe import HICANN

    sweep = Sweep()
    sweep.proxies()[0].weight = HICANN.SynapseWeight(5)
    with pytest.raises(NotImplementedError, match="V_gmax0 to V_gmax3"):
        sweep.pynn.run(600.0)
    with pytest.raises(IndexError, match="0 to 15"):
        HICANN.SynapseWeight(16)


def test_the_leak_potential_moves_by_the_difference_of_codes(jobs: Any) -> None:
    from pyhalbe import HICANN

    sweep = Sweep()
    gates = sweep.runtime.wafer()[sweep.hicann].floating_gates
    (item,) = sweep.runtime.results().placement.find(sweep.pop[1])
    codes = {denmem: gates.getNeuron(denmem, HICANN.E_l) for denmem in item.logical_neuron()}
    # -20 mV lie at 1.0 V in the window of ten volts per volt from 1.2 V on
    assert set(codes.values()) == {round(1.0 / 1.8 * 1023)}
    for denmem, code in codes.items():
        gates.setNeuron(denmem.toNeuronOnHICANN(), HICANN.E_l, code + 100)
    sweep.pynn.run(600.0)
    sent = jobs.jobs[-1].net.populations[0].parameters["v_rest"].f64
    assert np.frombuffer(sent, "<f8") == pytest.approx([-20, -20 + 100 * 1.8 / 1023 / 10 * 1000])
    assert sweep.pop.get("v_rest").tolist() == [-20, -20], "what the script wrote stays"
    with pytest.raises(NotImplementedError, match="set tau_m of the population"):
        gates.setNeuron(denmem, HICANN.I_gl, 200)


def test_spike_times_are_swept_without_mapping_again(jobs: Any) -> None:
    sweep = Sweep(times=())
    found = []
    for times in ([100.0, 110.0], [200.0], []):
        sweep.runtime.results().spike_times.set(sweep.stimulus[0], times)
        sweep.pynn.run(600.0)
        found.append(sweep.pop.getSpikes()[:, 1].tolist())
        sweep.pynn.reset()
    assert found == [[101, 111, 101, 111], [201, 201], []]
    assert len(jobs.jobs) == 2, "one that maps, one that runs"
    assert [command for command, _ in jobs.jobs[1].commands].count("build") == 1


def test_membranes_are_swept_neuron_by_neuron(jobs: Any) -> None:
    sweep = Sweep()
    for n, neuron in enumerate(sweep.pop):
        logical = sweep.runtime.results().placement.find(neuron)[0].logical_neuron()
        sweep.runtime.results().analog_outputs.record(logical)
        sweep.pynn.run(1.0)
        assert set(sweep.pop.get_v()[:, 0]) == {n}
        sweep.pynn.reset()
        sweep.runtime.results().analog_outputs.unrecord(logical)


def test_the_configuration_is_stored_and_read_again(jobs: Any, tmp_path: Any) -> None:
    import pysthal
    from pyhalbe import HICANN

    sweep = Sweep()
    sweep.strengthen(gmax=500, divisor=11)
    sweep.proxies()[0].weight = HICANN.SynapseWeight(7)
    sweep.runtime.wafer().save(str(tmp_path / "wafer.json"))
    other = pysthal.Wafer()
    other.load(str(tmp_path / "wafer.json"))
    gates = other[sweep.hicann].floating_gates
    assert gates.getShared(3, HICANN.shared_parameter.V_gmax2) == 500
    assert other[sweep.hicann].synapses.proxies[(sweep.proj.number, 0)].weight == 7


def test_the_published_setting_conducts_the_published_polynomial() -> None:
    for weight in range(16):
        published = 93.9406513768 + 81.3443474483 * weight - 1.59734048208 * weight**2
        assert lowlevel.conductance(weight, 204, 11) == pytest.approx(published * 204 / 204.6)


def test_what_drives_the_hardware_is_refused_by_name(jobs: Any) -> None:
    import pysthal

    with pytest.raises(NotImplementedError, match="ExperimentRunner"):
        pysthal.ExperimentRunner(1.0)
    with pytest.raises(NotImplementedError, match=r"wafer\.start"):
        pysthal.Wafer().start(1)


def test_runs_go_on_where_the_last_one_ended(jobs: Any) -> None:
    import pyhmf as pynn

    pynn.setup()
    pop = pynn.Population(1, pynn.IF_cond_exp)
    pynn.run(10.0)
    pynn.run(5.0)
    assert pynn.get_current_time() == 15
    assert [each for each in jobs.jobs[0].commands if each[0] == "advance"] == [("advance", 10), ("advance", 15)]
    pop.set("tau_m", 11.0)
    pynn.run(1.0)
    (change,) = [each for name, each in jobs.jobs[0].commands if name == "change"]
    assert change.parameters[0].name == "tau_m" and change.parameters[0].values.all == 11
    pynn.Population(1, pynn.IF_cond_exp)
    with pytest.raises(RuntimeError, match="changed after run"):
        pynn.run(1.0)
    pynn.end()
    assert jobs.closed
    with pytest.raises(RuntimeError, match=r"end\(\) was called"):
        pynn.run(1.0)
