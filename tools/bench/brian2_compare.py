#!/usr/bin/env python3
"""Speed and accuracy of the emulator against Brian2's C++ standalone mode.

    tools/bench/brian2_compare.py --venv ~/.cache/bss-brian2 [--json FILE] [--threads 2] [--rounds 3]

Speed: 20,000 AdEx neurons, 500 synapses each (375 excitatory, 125 inhibitory), about 8 Hz. Brian2 integrates by
explicit Euler in double at 0.1 ms, with -O3 -ffast-math -march=native, and gets as many threads. The emulator runs the
row `adex_20000x500_rtf` of `bss-run bench`: a denmem has 224 synapses, so each neuron is four equal joined denmems,
which are computed as the one circuit that they are. Parameters are the same in both. The graphs are not: Brian2 draws
500 different sources from all neurons, on the wafer they come from the four chips around; rates are printed, they
have to agree. Neither time contains the setup. Both are wall seconds per biological second, in turns.

Accuracy: 100 uncoupled AdEx neurons with constant drive, 1 s. Each is compared with the solution of its own
equations by the float64 reference engine of bss-run: Brian2 with the network as written, the emulator with the network
as realised (rounded floating-gate codes), in pulses recorded with ticks of 0.04 ms. The reference itself is checked
with scipy's DOP853 on some of the neurons.

Needs g++ and Python with venv. Installs pinned packages into the folder --venv on first use. Let nothing else run.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

PACKAGES = ["brian2==2.9.0", "numpy==2.2.6", "scipy==1.17.1", "Cython==3.3.1", "h5py==3.16.0", "setuptools==65.5.0"]
HERE = pathlib.Path(__file__).resolve().parents[1]
BSS_MAP, BSS_RUN = HERE / "bin" / "bss-map", HERE / "bin" / "bss-run"
ROW = "adex_20000x500_rtf"
MUST_SPEED, MUST_ACCURACY = 2.5, 20.0

# biological parameters of bss.tools.bench.BenchCircuit: pF, nS, mV, pA, ms
C, GL, V_T, DELTA_T, V_R, V_PEAK = 200.0, 10.0, -50.0, 2.0, -60.0, -30.0
A, B, TAU_W, TREF = 2.0, 20.0, 120.0, 5.0
TAU_E, TAU_I, E_E, E_I = 5.0, 10.0, 0.0, -80.0
# COUPLED_ADEX: resting potentials 0.8700 to 0.8771 V, 3 V per V, 1 V at 0 mV
EL_LOW, EL_HIGH = (0.8700 - 1) / 3 * 1e3, (0.8771 - 1) / 3 * 1e3
# BalancedNetwork.Model.ADEX: codes of V_gmax, conductance over four denmems of 2.16456 pF
GMAX_E, GMAX_I = 100, 420
INPUTS_E, INPUTS_I, INHIBITORY_SHARE = 375, 125, 0.25
DELAY = 0.7

CELLS, CHIPS = 100, 25


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--venv", required=True, help="cache folder for Brian2, made on first use")
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3, help="of Brian2 and emulator in turns")
    parser.add_argument("--scale", type=float, default=1.0, help=argparse.SUPPRESS)
    parser.add_argument("--only", choices=["speed", "accuracy"], help="one of the two parts")
    return parser.parse_args()


def enter_venv(folder):
    """Runs this script again with the Python of the folder, which has the packages."""
    folder = pathlib.Path(folder).expanduser().absolute()
    python = folder / "bin" / "python"
    if pathlib.Path(sys.prefix) == folder:
        return
    ready = folder / "bss-packages"
    wanted = "\n".join(PACKAGES)
    if not ready.exists() or ready.read_text() != wanted:
        print(f"installing Brian2 into {folder} ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PACKAGES], check=True)
        ready.write_text(wanted)
    os.execv(python, [str(python), *sys.argv])


def call(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


# ---- Brian2


def equations():
    return """
    dv/dt = (gL*(EL - v) + gL*DT*exp((v - VT)/DT) + ge*(Ee - v) + gi*(Ei - v) - w)/Cm : volt (unless refractory)
    dw/dt = (a*(v - EL) - w)/tauw : amp
    dge/dt = -ge/taue : siemens
    dgi/dt = -gi/taui : siemens
    EL : volt (constant)
    """


def namespace(b2):
    ms, mv, ns, pa, pf = b2.ms, b2.mV, b2.nS, b2.pA, b2.pF
    return {
        "Cm": C * pf, "gL": GL * ns, "VT": V_T * mv, "DT": DELTA_T * mv, "a": A * ns, "tauw": TAU_W * ms,
        "taue": TAU_E * ms, "taui": TAU_I * ms, "Ee": E_E * mv, "Ei": E_I * mv,
        "Vr": V_R * mv, "Vpeak": V_PEAK * mv, "b": B * pa,
    }  # fmt: skip


def group(b2, n):
    return b2.NeuronGroup(
        n, equations(), threshold="v > Vpeak", reset="v = Vr; w += b", refractory=TREF * b2.ms,
        method="euler", namespace=namespace(b2),
    )  # fmt: skip


def standalone(b2, threads, folder):
    b2.set_device("cpp_standalone", directory=None, build_on_run=False)
    b2.device.reinit()
    b2.device.activate(directory=None, build_on_run=False)
    b2.prefs.devices.cpp_standalone.openmp_threads = threads if threads > 1 else 0
    b2.prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-ffast-math", "-march=native"]
    b2.prefs.core.default_float_dtype = __import__("numpy").float64
    b2.defaultclock.dt = 0.1 * b2.ms


def weights(np, rng, n, code):
    """4-bit weights 1 to 15 as conductances in nS of biology."""
    w = rng.integers(1, 16, n)
    hardware = (93.9406513768 + 81.3443474483 * w - 1.59734048208 * w * w) * (2500 * code / 1023 / 500)
    return hardware * C / (4 * 2.16456) / 1e4


def connect(b2, np, rng, neurons, sources, offset, count, variable, code):
    n = len(neurons)
    pre = np.concatenate([offset + rng.choice(sources, min(count, sources), replace=False) for _ in range(n)])
    post = np.repeat(np.arange(n), min(count, sources))
    synapses = b2.Synapses(neurons, neurons, "g : siemens (constant)", on_pre=f"{variable}_post += g", delay=DELAY * b2.ms)
    synapses.connect(i=pre, j=post)
    synapses.g = weights(np, rng, len(pre), code) * b2.nS
    return synapses


class BrianNetwork:
    """The coupled network, compiled once."""

    def __init__(self, n, threads, folder):
        import brian2 as b2
        import numpy as np

        self.b2, self.n, self.folder = b2, n, folder
        standalone(b2, threads, folder)
        rng = np.random.default_rng(1)
        neurons = group(b2, n)
        neurons.EL = rng.uniform(EL_LOW, EL_HIGH, n) * b2.mV
        neurons.v = rng.uniform(V_R, V_T, n) * b2.mV
        inhibitory = int(n * INHIBITORY_SHARE)
        first = n - inhibitory
        exc = connect(b2, np, rng, neurons, first, 0, INPUTS_E, "ge", GMAX_E)
        inh = connect(b2, np, rng, neurons, inhibitory, first, INPUTS_I, "gi", GMAX_I)
        self.synapses = n * (min(INPUTS_E, first) + min(INPUTS_I, inhibitory))
        monitor = b2.SpikeMonitor(neurons, record=False)
        self.network = b2.Network(neurons, exc, inh, monitor)
        self.monitor = monitor
        self.network.run(200 * b2.ms)
        self.network.run(1000 * b2.ms)
        b2.device.build(directory=folder, compile=True, run=False, debug=False)

    def sample(self):
        """Wall seconds of the second that follows 0.2 s of warm-up."""
        self.b2.device.run(directory=self.folder, with_output=False, run_args=[])
        return self.b2.device._last_run_time

    def rate(self):
        """Mean rate over the whole 1.2 s."""
        return float(self.monitor.num_spikes) / (1.2 * self.n)


def brian_trains(rest, start, folder):
    """Spike times [ms] of uncoupled neurons, explicit Euler at 0.1 ms."""
    import brian2 as b2
    import numpy as np

    standalone(b2, 1, folder)
    neurons = group(b2, len(rest))
    neurons.EL = np.array(rest) * b2.mV
    neurons.v = np.array(start) * b2.mV
    monitor = b2.SpikeMonitor(neurons)
    network = b2.Network(neurons, monitor)
    network.run(1000 * b2.ms)
    b2.device.build(directory=folder, compile=True, run=True, debug=False, with_output=False)
    times, cells = np.asarray(monitor.t / b2.ms), np.asarray(monitor.i)
    return [np.sort(times[cells == k]) for k in range(len(rest))]


# ---- accuracy


def write_cells(path):
    """Populations of 4 cells, each on a chip of its own, so that recording does not queue."""
    rest = [-50.8 + 0.06 * k for k in range(CELLS)]
    start = [V_R + 2.5 * (k // CHIPS) for k in range(CELLS)]
    populations = []
    for p in range(CHIPS):
        mine = range(p, CELLS, CHIPS)
        parameters = {
            "cm": C / 1e3, "tau_m": C / GL, "tau_refrac": TREF, "v_spike": V_PEAK, "v_reset": V_R,
            "v_rest": [rest[k] for k in mine], "v_thresh": V_T, "delta_T": DELTA_T, "a": A, "b": B / 1e3, "tau_w": TAU_W,
            "tau_syn_E": TAU_E, "tau_syn_I": TAU_I, "e_rev_E": E_E, "e_rev_I": E_I,
        }  # fmt: skip
        populations.append({
            "label": f"c{p}", "size": len(mine), "cell": {"type": "EIF_cond_exp_isfa_ista", "parameters": parameters},
            "initial_values": {"v": [start[k] for k in mine]}, "record": ["spikes"],
            "placement": {"neuron_size": 2, "hicanns": [p]},
        })  # fmt: skip
    network = {"version": 1, "name": "accuracy", "seed": 1, "populations": populations, "projections": []}
    path.write_text(json.dumps(network))
    return rest, start


def trains(path):
    import h5py
    import numpy as np

    found = [None] * CELLS
    with h5py.File(path) as file:
        for p in range(CHIPS):
            spikes = file[f"spikes/c{p}"]
            times, cells = spikes["timestamps"][:], spikes["node_ids"][:]
            for i, k in enumerate(range(p, CELLS, CHIPS)):
                found[k] = np.sort(times[cells == i])
    return found


def error(found, reference):
    """Mean and largest |time difference| [ms] of spikes of the same number, and cells with other counts."""
    import numpy as np

    differences = [x[: min(len(x), len(y))] - y[: min(len(x), len(y))] for x, y in zip(found, reference)]
    all_of_them = np.abs(np.concatenate(differences))
    other = sum(len(x) != len(y) for x, y in zip(found, reference))
    return {"mean_ms": float(all_of_them.mean()), "max_ms": float(all_of_them.max()), "other_counts": other}


def exact(rest, start):
    """Spike times [ms] of one neuron by DOP853."""
    import numpy as np
    from scipy.integrate import solve_ivp

    def slope(_, y):
        v, w = y
        dv = (GL * (rest - v) + GL * DELTA_T * np.exp((v - V_T) / DELTA_T) - w) / C
        return [dv, (A * (v - rest) - w) / TAU_W]

    def fires(_, y):
        return y[0] - V_PEAK

    fires.terminal, fires.direction = True, 1
    found, t, v, w = [], 0.0, start, 0.0
    while t < 1000:
        piece = solve_ivp(slope, (t, 1000), [v, w], method="DOP853", events=fires, rtol=1e-11, atol=1e-11)
        if len(piece.t_events[0]) == 0:
            break
        t, w = piece.t_events[0][0], piece.y_events[0][0][1] + B
        found.append(t)
        # v is held; w relaxes towards a (v_reset - v_rest)
        goal = A * (V_R - rest)
        w = goal + (w - goal) * np.exp(-TREF / TAU_W)
        t, v = t + TREF, V_R
    return np.array([s for s in found if s < 1000])


def accuracy(folder):
    network, mapping = folder / "cells.json", folder / "cells.bssmap"
    rest, start = write_cells(network)
    call(BSS_MAP, network, "-o", mapping)
    results = {}
    for name, source, engine in [
        ("emulated", mapping, "emulator"),
        ("realised", mapping, "reference"),
        ("written", network, "reference"),
    ]:
        call(BSS_RUN, source, "--duration", 1000, "--engine", engine, "-o", folder / f"{name}.h5")
        results[name] = trains(folder / f"{name}.h5")
    brian = brian_trains(rest, start, str(folder / "brian-cells"))
    sample = range(3, CELLS, 24)
    check = error([results["written"][k] for k in sample], [exact(rest[k], start[k]) for k in sample])
    emulator, brian2 = error(results["emulated"], results["realised"]), error(brian, results["written"])
    return {
        "spikes": int(sum(map(len, results["realised"]))),
        "reference_against_dop853": check,
        "emulator": emulator,
        "brian2": brian2,
        "ratio": brian2["mean_ms"] / emulator["mean_ms"],
    }


# ---- speed


def emulator_row(folder, given):
    file = folder / "bench.json"
    call(BSS_RUN, "bench", "--rows", ROW, "--threads", given.threads, "--scale", given.scale, "--json", file)
    return json.loads(file.read_text())["rows"][0]


def speed(folder, given):
    n = 20000 if given.scale == 1 else 128 * max(1, round(20000 * given.scale / 128))
    brian = BrianNetwork(n, given.threads, str(folder / "brian-network"))
    ours, theirs = [], []
    row = {}
    for k in range(given.rounds):
        print(f"round {k + 1} of {given.rounds}", file=sys.stderr, flush=True)
        theirs.append(brian.sample())
        row = emulator_row(folder, given)
        ours.append(row["value"])
    return {
        "neurons": n,
        "synapses": brian.synapses,
        "threads": given.threads,
        "emulator": {"rtf": statistics.median(ours), "rounds": ours, "rate_hz": row["rate_hz"]},
        "brian2": {"rtf": statistics.median(theirs), "rounds": theirs, "rate_hz": brian.rate()},
        "ratio": statistics.median(theirs) / statistics.median(ours),
    }


def verdict(ratio, must):
    return f"{ratio:.1f} x ({'reaches' if ratio >= must else 'MISSES'} {must:g})"


def main():
    given = arguments()
    enter_venv(given.venv)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bss-brian2-"))
    figures = {"version": 1, "packages": PACKAGES}
    try:
        if given.only != "accuracy":
            s = figures["speed"] = speed(folder, given)
            print(f"{s['neurons']} AdEx neurons, {s['synapses']} synapses, {s['threads']} threads")
            for name in ("brian2", "emulator"):
                print(f"  {name:10s} {s[name]['rtf']:8.3f} wall s per biological s   {s[name]['rate_hz']:6.2f} Hz")
            print(f"  emulator faster by {verdict(s['ratio'], MUST_SPEED)}")
        if given.only != "speed":
            a = figures["accuracy"] = accuracy(folder)
            print(f"{CELLS} uncoupled AdEx neurons, {a['spikes']} spikes; error of spike times")
            for name in ("brian2", "emulator", "reference_against_dop853"):
                e = a[name]
                print(f"  {name:26s} mean {e['mean_ms']:.3g} ms, most {e['max_ms']:.3g} ms, {e['other_counts']} cells with other counts")
            print(f"  error smaller by {verdict(a['ratio'], MUST_ACCURACY)}")
        if given.json:
            pathlib.Path(given.json).write_text(json.dumps(figures, indent=2) + "\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
