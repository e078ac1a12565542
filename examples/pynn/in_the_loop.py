"""Change and run again: a search for the weight at which one neuron fires at 20 Hz. The wafer is configured once; the
search changes a weight, goes back to time 0 with `reset()`, and runs again.

    python examples/pynn/in_the_loop.py
"""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pynn_bss1 as sim

TARGET, END = 20.0, 1000.0

sim.setup(seed=5)
stimulus = sim.Population(40, sim.SpikeSourcePoisson(rate=20.0), label="stimulus")
neuron = sim.Population(
    1,
    sim.IF_cond_exp(cm=0.2, tau_m=15.0, v_rest=-65.0, v_thresh=-52.0, v_reset=-65.0, tau_syn_E=4.0, e_rev_E=0.0),
    label="neuron",
)
neuron.record(["spikes", "v"])
drive = sim.Projection(
    stimulus, neuron, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.002, delay=1.0), receptor_type="excitatory"
)

low, high, tried = 0.0005, 0.02, []
for _ in range(8):
    weight = np.sqrt(low * high)
    drive.set(weight=weight)
    sim.run(END)
    rate = neuron.mean_spike_count() / END * 1000
    realised = np.nanmean(drive.realised_weights())
    tried.append((weight, realised, rate))
    print(f"asked for {weight * 1000:.2f} nS, realised {realised * 1000:.2f} nS: {rate:.0f} Hz")
    low, high = (weight, high) if rate < TARGET else (low, weight)
    sim.reset()
segments = neuron.get_data().segments
sim.end()

weights, realised, rates = np.array(tried).T
order = np.argsort(weights)
figure, (curve, trace) = plt.subplots(1, 2, figsize=(11, 4.5))
curve.plot(weights[order] * 1000, rates[order], "o-", label="by the weight asked for")
curve.plot(realised[order] * 1000, rates[order], "s--", label="by the realised weight")
curve.axhline(TARGET, color="0.7")
curve.set(xlabel="weight in nS", ylabel="rate in Hz", xscale="log")
curve.legend()
(v,) = segments[-1].analogsignals
trace.plot(v.times, v.magnitude[:, 0], lw=0.8)
trace.set(xlabel="biological time in ms", ylabel="v in mV", title=f"the last of {len(segments)} runs: {rates[-1]:.0f} Hz")
figure.tight_layout()
figure.savefig("in_the_loop.png", dpi=110)
