"""Firing patterns of one AdEx circuit on four settings, as in Naud et al. 2008 (Biol. Cybern. 99, 335-347), under a
constant current. The emulated wafer beside the double-precision reference. Each cell gets a chip of its own, since V_reset
is shared by the circuits of a chip.

    python examples/pynn/adex_patterns.py
"""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pynn_bss1 as sim

COMMON = dict(cm=0.2, tau_m=20.0, v_rest=-70.0, v_thresh=-50.0, delta_T=2.0, v_spike=-35.0, tau_refrac=1.0)
PATTERNS = {
    "tonic": dict(a=0.0, b=0.0, tau_w=100.0, v_reset=-60.0),
    "adapting": dict(a=0.0, b=0.03, tau_w=120.0, v_reset=-60.0),
    "initial burst": dict(a=2.0, b=0.06, tau_w=100.0, v_reset=-52.0),
    "bursting": dict(a=1.0, b=0.09, tau_w=100.0, v_reset=-47.0),
}
ON, OFF, END = 50.0, 450.0, 500.0


def run(engine):
    """v of each pattern (ms, mV), and the spikes."""
    sim.setup(engine=engine)
    found = {}
    for chip, (name, own) in enumerate(PATTERNS.items(), 180):
        cell = sim.Population(1, sim.EIF_cond_exp_isfa_ista(**COMMON, **own), label=name)
        # small circuits: the current generator of a chip gives 2.5 uA at most
        cell.place(hicanns=[chip], neuron_size=4)
        cell.record(["spikes", "v"])
        # a current that ends: the wafer's generator repeats its table
        sim.StepCurrentSource(times=[ON, OFF], amplitudes=[0.35, 0.0]).inject_into(cell)
        found[name] = cell
    sim.run(END)
    data = {name: cell.get_data().segments[0] for name, cell in found.items()}
    sim.end()
    return data


results = {engine: run(engine) for engine in ("emulator", "reference")}
figure, axes = plt.subplots(len(PATTERNS), 1, figsize=(8, 8), sharex=True)
for axis, name in zip(axes, PATTERNS):
    for engine, colour in (("reference", "0.7"), ("emulator", "tab:blue")):
        segment = results[engine][name]
        (v,) = segment.analogsignals
        axis.plot(v.times, v.magnitude[:, 0], color=colour, lw=1.2 if engine == "emulator" else 2.4, label=engine)
    axis.set_ylabel("v in mV")
    spikes = {engine: len(results[engine][name].spiketrains[0]) for engine in results}
    axis.set_title(f"{name}: {spikes['emulator']} spikes on the wafer, {spikes['reference']} in the reference", size=10)
    print(f"{name}: {spikes}")
axes[0].legend(loc="upper right", fontsize=8)
axes[-1].set_xlabel("biological time in ms")
figure.tight_layout()
figure.savefig("adex_patterns.png", dpi=110)
