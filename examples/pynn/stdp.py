"""STDP on the wafer: two groups of inputs, one of which fires together. Weights of the correlated group grow, those of
the others shrink (after Song, Miller and Abbott 2000, Nat. Neurosci. 3, 919-926). Runs in steps: between two runs the
weights are read.

    python examples/pynn/stdp.py [emulator|reference]
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pynn_bss1 as sim
from pyNN.parameters import Sequence

engine = sys.argv[1] if len(sys.argv) > 1 else "emulator"
N, STEP, STEPS = 20, 1000.0, 8
random = np.random.default_rng(3)


def trains(correlated):
    """Poisson trains of 15 Hz; correlated ones share half of their events, within a few ms."""
    common = np.cumsum(random.exponential(1000 / 7.5, 400))
    for _ in range(N):
        own = np.cumsum(random.exponential(1000 / (7.5 if correlated else 15.0), 800))
        times = np.concatenate([own, common + random.normal(3.0, 1.0, common.size)]) if correlated else own
        yield Sequence(np.sort(times[(times > 1) & (times < STEP * STEPS)]))


sim.setup(engine=engine)


together = sim.Population(N, sim.SpikeSourceArray(spike_times=list(trains(True))), label="correlated")
alone = sim.Population(N, sim.SpikeSourceArray(spike_times=list(trains(False))), label="independent")
cell = sim.Population(
    1,
    sim.IF_cond_exp(cm=0.2, tau_m=15.0, v_rest=-65.0, v_thresh=-52.0, v_reset=-65.0, tau_syn_E=4.0, e_rev_E=0.0),
    label="neuron",
)
cell.record("spikes")
plasticity = sim.STDPMechanism(
    timing_dependence=sim.SpikePairRule(tau_plus=20.0, tau_minus=20.0, A_plus=0.02, A_minus=0.022),
    weight_dependence=sim.AdditiveWeightDependence(w_min=0.0, w_max=0.012),
    weight=0.006,
    delay=1.0,
)
projections = {
    p.label: sim.Projection(p, cell, sim.AllToAllConnector(), plasticity, receptor_type="excitatory")
    for p in (together, alone)
}
course = {label: [p.get("weight", format="list", with_address=False)] for label, p in projections.items()}
for _ in range(STEPS):
    sim.run(STEP)
    for label, p in projections.items():
        course[label].append(p.get("weight", format="list", with_address=False))
spikes = cell.get_data().segments[0].spiketrains[0]
sim.end()

figure, axis = plt.subplots(figsize=(8, 5))
for (label, weights), colour in zip(course.items(), ("tab:red", "tab:blue")):
    weights = np.array(weights) * 1000
    axis.plot(np.arange(STEPS + 1), weights, color=colour, alpha=0.25, lw=0.8)
    axis.plot(np.arange(STEPS + 1), np.nanmean(weights, axis=1), color=colour, lw=3, label=label)
    print(f"{label}: {np.nanmean(weights[0]):.2f} nS, then {np.nanmean(weights[-1]):.2f} nS")
axis.set(xlabel="biological time in s", ylabel="weight in nS", title=f"STDP, {engine}: {len(spikes)} spikes")
axis.legend()
figure.tight_layout()
figure.savefig("stdp.png", dpi=110)
