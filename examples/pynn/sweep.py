"""A parameter sweep on a shared server (docs/server.md): how the rate of a neuron grows with that of its input. One call
submits a job for each rate, and exits; another, from any machine and at any time, gathers what they found.

    export BSS_SERVER=wafer.example.org:4800 BSS_TOKEN=...
    python examples/pynn/sweep.py [NAME]
    python examples/pynn/sweep.py collect [NAME]

NAME (sweep) is that of the jobs: they are NAME-5, NAME-10 and so on. The same sweep under the same name is the same jobs.
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pynn_bss1 as sim

RATES, END = (5, 10, 15, 20, 25, 30), 1000.0


def submit(name):
    sim.setup(seed=5)
    stimulus = sim.Population(40, sim.SpikeSourcePoisson(rate=1.0), label="stimulus")
    neurons = sim.Population(
        20,
        sim.IF_cond_exp(cm=0.2, tau_m=15.0, v_rest=-65.0, v_thresh=-52.0, v_reset=-65.0, tau_syn_E=4.0, e_rev_E=0.0),
        label="neurons",
    )
    neurons[[0]].record("v")
    connector = sim.FixedProbabilityConnector(0.5, rng=sim.NumpyRNG(seed=3))
    sim.Projection(stimulus, neurons, connector, sim.StaticSynapse(weight=0.0025, delay=1.0), label="drive")
    for rate in RATES:
        stimulus.set(rate=rate)
        print(sim.submit(END, name=f"{name}-{rate}", title=f"input of {rate} Hz"))
    sim.end()


def collect(name):
    jobs = [sim.job(f"{name}-{rate}") for rate in RATES]
    rates, spread = [], []
    for rate, job in zip(RATES, jobs):
        job.wait()
        trains = job.get_data("neurons").segments[0].spiketrains
        each = np.array([len(train) for train in trains]) / END * 1000
        rates.append(each.mean())
        spread.append(each.std())
        print(f"{job.name}: {rates[-1]:.1f} Hz, {job.mapping_report().lost} synapses lost")
    figure, (curve, trace) = plt.subplots(1, 2, figsize=(11, 4.5))
    curve.errorbar(RATES, rates, spread, fmt="o-", capsize=3)
    curve.set(xlabel="rate of each input in Hz", ylabel="rate of the neurons in Hz", title="mean and spread of 20 neurons")
    (v,) = jobs[-1].get_data("neurons").segments[0].analogsignals
    trace.plot(v.times, v.magnitude[:, 0], lw=0.8)
    trace.set(xlabel="biological time in ms", ylabel="v in mV", title=f"a neuron with inputs of {RATES[-1]} Hz")
    figure.tight_layout()
    figure.savefig("sweep.png", dpi=110)


words = sys.argv[1:]
if words[:1] == ["collect"]:
    collect(*words[1:] or ["sweep"])
else:
    submit(*words or ["sweep"])
