"""A balanced random network of excitatory and inhibitory neurons (after Brunel 2000, J. Comput. Neurosci. 8, 183-208),
with what the hardware made of it: placement, losses, realised weights and delays.

    python examples/pynn/balanced.py [ideal|typical]
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pynn_bss1 as sim
from pyNN.random import NumpyRNG, RandomDistribution

silicon = sys.argv[1] if len(sys.argv) > 1 else "ideal"
N_EXC, N_INH, N_STIM, END = 400, 100, 100, 1000.0

sim.setup(silicon=silicon, seed=7, **({"wafer_seed": 3} if silicon == "typical" else {}))
rng = NumpyRNG(seed=42)
cell = sim.IF_cond_exp(
    cm=0.2, tau_m=10.0, v_rest=-70.0, v_thresh=-55.0, v_reset=-70.0, tau_refrac=2.0,
    tau_syn_E=5.0, tau_syn_I=5.0, e_rev_E=0.0, e_rev_I=-80.0,
)
start = RandomDistribution("uniform", low=-70.0, high=-55.0, rng=rng)
exc = sim.Population(N_EXC, cell, initial_values={"v": start}, label="excitatory")
inh = sim.Population(N_INH, cell, initial_values={"v": start}, label="inhibitory")
stimulus = sim.Population(N_STIM, sim.SpikeSourcePoisson(rate=100.0), label="stimulus")
for population in (exc, inh):
    # the more cells on a chip, the more of their spikes share a link to the host: eight denmems each
    population.place(neuron_size=8, expected_rate=20.0)

connector = sim.FixedProbabilityConnector(0.1, rng=rng)
drive, excite, inhibit = (sim.StaticSynapse(weight=w, delay=1.0) for w in (0.001, 0.0007, 0.02))
projections = []
for target in (exc, inh):
    for source, synapse, receptor in (
        (stimulus, drive, "excitatory"),
        (exc, excite, "excitatory"),
        (inh, inhibit, "inhibitory"),
    ):
        projections.append(sim.Projection(source, target, connector, synapse, receptor_type=receptor))
exc.record("spikes")
inh.record("spikes")
exc[[0]].record("v")
sim.run(END)

print(sim.mapping_report())
print("events:", sim.counters())
realised = np.concatenate([p.realised_weights() for p in projections])
delays = np.concatenate([p.realised_delays() for p in projections])
data = {p.label: p.get_data().segments[0] for p in (exc, inh)}
chips = exc.placement.hicann

figure, axes = plt.subplots(2, 2, figsize=(11, 7), gridspec_kw={"width_ratios": [2, 1]})
raster, traces, weights, wafer = axes[0, 0], axes[1, 0], axes[0, 1], axes[1, 1]
offset = 0
for label, colour in (("excitatory", "tab:red"), ("inhibitory", "tab:blue")):
    trains = data[label].spiketrains
    for k, train in enumerate(trains):
        raster.plot(train.times, np.full(len(train), offset + k), ".", ms=1.5, color=colour)
    rate = np.mean([len(t) for t in trains]) / END * 1000
    print(f"{label}: {rate:.1f} Hz")
    offset += len(trains)
raster.set(ylabel="cell", title=f"spikes on {silicon} silicon", xlim=(0, END))
(v,) = [s for s in data["excitatory"].analogsignals if s.name == "v"]
traces.plot(v.times, v.magnitude[:, 0], lw=0.6)
traces.set(xlabel="biological time in ms", ylabel="v of cell 0 in mV", xlim=(0, END))
weights.hist(delays[~np.isnan(delays)], bins=30, color="0.4")
weights.set(xlabel="realised delay in ms", ylabel="synapses", title="delays (asked for: 1 ms)")
names, counts = np.unique(chips[chips >= 0], return_counts=True)
wafer.bar(names.astype(str), counts, color="tab:red")
wafer.set(xlabel="HICANN", ylabel="excitatory cells", title=f"{np.isnan(realised).sum()} of {realised.size} synapses lost")
figure.tight_layout()
figure.savefig("balanced.png", dpi=110)
sim.end()
