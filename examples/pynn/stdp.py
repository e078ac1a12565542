"""STDP on the wafer: a strong input makes a neuron fire ten times a second; plastic inputs that come before grow, those
that come after shrink (after Bi and Poo 1998, J. Neurosci. 18, 10464-10472). Runs in steps: between two runs the weights
are read.

    python examples/pynn/stdp.py [emulator|reference]
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pynn_bss1 as sim

engine = sys.argv[1] if len(sys.argv) > 1 else "emulator"
N, STEP, STEPS, PERIOD = 12, 1000.0, 8, 100.0
volleys = np.arange(50.0, STEP * STEPS, PERIOD)

sim.setup(engine=engine)
teacher = sim.Population(8, sim.SpikeSourceArray(spike_times=volleys), label="teacher")
groups = {
    "10 ms before": sim.Population(N, sim.SpikeSourceArray(spike_times=volleys - 10.0), label="before"),
    "10 ms after": sim.Population(N, sim.SpikeSourceArray(spike_times=volleys + 10.0), label="after"),
}
cell = sim.Population(
    1,
    sim.IF_cond_exp(cm=0.2, tau_m=15.0, v_rest=-65.0, v_thresh=-50.0, v_reset=-65.0, tau_syn_E=4.0, e_rev_E=0.0),
    label="neuron",
)
cell.record("spikes")
sim.Projection(
    teacher, cell, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.01, delay=1.0), receptor_type="excitatory"
)
plasticity = sim.STDPMechanism(
    timing_dependence=sim.SpikePairRule(tau_plus=20.0, tau_minus=20.0, A_plus=0.03, A_minus=0.03),
    weight_dependence=sim.AdditiveWeightDependence(w_min=0.0, w_max=0.001),
    weight=0.0005,
    delay=1.0,
)
projections = {
    label: sim.Projection(group, cell, sim.AllToAllConnector(), plasticity, receptor_type="excitatory")
    for label, group in groups.items()
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
