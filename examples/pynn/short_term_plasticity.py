"""Short-term depression and facilitation: a regular train through Tsodyks-Markram synapses, on the wafer (which has one
of both for each synapse driver) and in the reference.

    python examples/pynn/short_term_plasticity.py
"""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pynn_bss1 as sim

SYNAPSES = {
    "static": dict(),
    "depressing": dict(U=0.4, tau_rec=200.0, tau_facil=0.0),
    "facilitating": dict(U=0.25, tau_rec=1.0, tau_facil=300.0),
}
TRAIN = np.append(50.0 + 40.0 * np.arange(8), 700.0)
END = 800.0


def run(engine):
    sim.setup(engine=engine)
    source = sim.Population(1, sim.SpikeSourceArray(spike_times=TRAIN), label="train")
    cell = sim.IF_cond_exp(
        cm=0.2, tau_m=20.0, v_rest=-65.0, v_thresh=-40.0, v_reset=-65.0, tau_syn_E=5.0, e_rev_E=0.0
    )
    cells = {}
    for name, parameters in SYNAPSES.items():
        cells[name] = sim.Population(1, cell, label=name)
        cells[name].record("v")
        synapse = (
            sim.TsodyksMarkramSynapse(weight=0.01, delay=1.0, **parameters)
            if parameters
            else sim.StaticSynapse(weight=0.005, delay=1.0)
        )
        sim.Projection(source, cells[name], sim.AllToAllConnector(), synapse, receptor_type="excitatory")
    sim.run(END)
    data = {name: c.get_data().segments[0].analogsignals[0] for name, c in cells.items()}
    sim.end()
    return data


results = {engine: run(engine) for engine in ("emulator", "reference")}
figure, axes = plt.subplots(len(SYNAPSES), 1, figsize=(8, 7), sharex=True)
for axis, name in zip(axes, SYNAPSES):
    for engine, colour in (("reference", "0.7"), ("emulator", "tab:green")):
        v = results[engine][name]
        axis.plot(v.times, v.magnitude[:, 0], color=colour, lw=2.4 if engine == "reference" else 1.2, label=engine)
    axis.set(ylabel="v in mV", title=name)
axes[0].legend(loc="upper right", fontsize=8)
axes[-1].set_xlabel("biological time in ms")
figure.tight_layout()
figure.savefig("short_term_plasticity.png", dpi=110)
