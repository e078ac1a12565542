"""Training with the wafer in the loop: neurons on the wafer learn to tell two classes of noisy spike patterns apart.

The wafer is configured once. Each iteration plays patterns, reads the spikes of the output neurons back, and changes
their 4-bit weights on the host. The class is that of the output population which spikes more; as many is an error.

    python examples/loop/classifier.py
    python examples/loop/classifier.py --silicon typical --seed 2
    python examples/loop/classifier.py --frozen
"""

import argparse
import json
import tempfile
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from pynn_bss1 import commands
from pynn_bss1.loop import Loop

CLASSES = ("left", "right")
INPUTS, NEURONS = 48, 4  # sources; output neurons of each class
PROTOTYPES = 6  # of each class
ACTIVE, SPIKES = 20, 2  # inputs that take part in a prototype, spikes of each
SPREAD, SLOT = 40.0, 100.0  # ms: of a pattern's spikes; from one pattern to the next
JITTER, DELETED, BACKGROUND = 4.0, 0.2, 5.0  # ms (sigma); share of the spikes; Hz of each input
BATCH, HELD_OUT, EVERY = 40, 200, 5  # patterns of an iteration; of a test; iterations from test to test
TARGET, RATE, MOST = 3.0, 0.6, 2.0  # spikes for the own class; learning rate; largest error that counts, in spikes
MEAN, HALF = 1.0, 6.0  # initial weights: uniform in MEAN +- HALF, negative ones are inhibitory
LARGEST = 15
# streams of random numbers of a seed
PROTOTYPE, TRAIN, TEST, INITIAL, ROUNDING = range(5)


def network(hicann):
    """On one chip: 48 sources, each onto 2 x 4 neurons, once excitatory and once inhibitory, which makes a weight with
    a sign. A row's scale is that of its largest weight: those in the file are digital weights of 15."""
    read = json.loads(Path(__file__).with_name("classifier.json").read_text())
    for population in read["populations"]:
        population["placement"]["hicanns"] = [hicann]
    return read


def prototypes(random):
    """Of the classes in turn: spike times in ms of each input."""
    patterns = []
    for _ in range(len(CLASSES) * PROTOTYPES):
        active = set(random.permutation(INPUTS)[:ACTIVE].tolist())
        patterns.append([random.uniform(0, SPREAD, SPIKES if i in active else 0) for i in range(INPUTS)])
    return patterns


class Patterns:
    """Noisy copies of prototypes, one after the other: jitter, deletion and background spikes in each."""

    def __init__(self, random, known, count):
        chosen = random.permutation(np.arange(count) % len(known))
        self.classes = chosen % len(CLASSES)
        self.counts = np.zeros((count, INPUTS))
        self.trains = [[] for _ in range(INPUTS)]
        self.duration = count * SLOT
        for number, prototype in enumerate(chosen):
            for i, times in enumerate(known[prototype]):
                kept = times[random.random(len(times)) >= DELETED]
                noise = random.uniform(0, SPREAD, random.poisson(BACKGROUND * SPREAD / 1000))
                spikes = np.concatenate([kept + random.normal(0, JITTER, len(kept)), noise])
                # 10 ms of silence before, and most of the slot for the answer
                spikes = number * SLOT + 10 + np.clip(spikes, -10, SPREAD + 10)
                self.counts[number, i] = len(spikes)
                self.trains[i].extend(np.sort(spikes).tolist())

    def answers(self, loop):
        """Plays them: spikes by pattern, class and output neuron."""
        loop.spikes("inputs", self.trains)
        spikes = loop.run(self.duration).spikes
        answers = np.zeros((len(self.classes), len(CLASSES), NEURONS))
        for c, label in enumerate(CLASSES):
            for n, times in enumerate(spikes[label]):
                answers[:, c, n] = np.bincount((times // SLOT).astype(int), minlength=len(self.classes))
        return answers

    def score(self, answers):
        """Share of the patterns that are told right, and of those that are told at all."""
        spikes = answers.sum(axis=2)
        right = spikes[np.arange(len(spikes)), self.classes] > spikes[np.arange(len(spikes)), 1 - self.classes]
        return float(right.mean()), float((spikes[:, 0] != spikes[:, 1]).mean())


def write(loop, weights, random):
    """One digital weight of each pair of synapses is 0. Stochastic rounding (Gupta et al. 2015, Deep learning with
    limited numerical precision) lets changes add up that are smaller than a digital step."""
    below = np.floor(weights)
    rounded = (below + (random.random(weights.shape) < weights - below)).astype(int)
    for c, label in enumerate(CLASSES):
        loop.weights(f"{label} excitatory", np.maximum(rounded[:, c], 0))
        loop.weights(f"{label} inhibitory", np.maximum(-rounded[:, c], 0))


def learn(weights, patterns, answers):
    """The delta rule (Widrow and Hoff 1960, Adaptive switching circuits) on the spike counts that the wafer gave;
    the host keeps weights with fractions (Schmitt et al. 2017, Neuromorphic hardware in the loop)."""
    wanted = np.where(patterns.classes[:, None] == np.arange(len(CLASSES)), TARGET, 0.0)
    errors = np.clip(wanted[:, :, None] - answers, -MOST, MOST)
    change = RATE * np.einsum("ji,jcn->icn", patterns.counts, errors) / len(patterns.classes)
    return np.clip(weights + change, -LARGEST, LARGEST)


def train(loop, seed, iterations, frozen):
    """Accuracy on batches and on held-out patterns by iteration, and the weights in the end."""

    def random(stream):
        return np.random.default_rng([seed, stream])

    known = prototypes(random(PROTOTYPE))
    held_out = Patterns(random(TEST), known, HELD_OUT)
    training, rounding = random(TRAIN), random(ROUNDING)
    weights = random(INITIAL).uniform(MEAN - HALF, MEAN + HALF, (INPUTS, len(CLASSES), NEURONS))
    tests, batches = [], []
    write(loop, weights, rounding)
    for iteration in range(iterations + 1):
        if iteration % EVERY == 0 or iteration == iterations:
            accuracy, told = held_out.score(held_out.answers(loop))
            tests.append({"iteration": iteration, "accuracy": accuracy, "told": told})
            print(
                f"iteration {iteration}: {accuracy:.1%} of {HELD_OUT} held-out patterns ({told:.1%} told)", flush=True
            )
        if iteration == iterations:
            break
        batch = Patterns(training, known, BATCH)
        answers = batch.answers(loop)
        batches.append(batch.score(answers)[0])
        if not frozen:
            weights = learn(weights, batch, answers)
            write(loop, weights, rounding)
    return {"tests": tests, "batches": batches, "weights": weights.round(6).tolist()}


def draw(result, file):
    """Accuracy over iterations."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    axes.plot(result["batches"], color="0.7", lw=0.8, label=f"batches of {BATCH}")
    tests = result["tests"]
    axes.plot(
        [t["iteration"] for t in tests], [t["accuracy"] for t in tests], "o-", label=f"{HELD_OUT} held-out patterns"
    )
    axes.axhline(0.9, color="0.7", ls="--")
    axes.axhline(0.5, color="0.7", ls=":")
    kind = "frozen weights" if result["frozen"] else f"seed {result['seed']}"
    axes.set(xlabel="iteration", ylabel="accuracy", ylim=(0, 1.02), title=f"{result['wafer']}, {kind}")
    axes.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(file, dpi=110)


def mapped(folder, options):
    """The mapping: of the wafer's calibration if it has one."""
    folder = Path(folder)
    (folder / "classifier.json").write_text(json.dumps(network(options.hicann)))
    arguments = [folder / "classifier.json", "-o", folder / "classifier.bssmap", "--hicanns", str(options.hicann)]
    calibration = options.calibration
    if calibration is None and options.silicon == "typical":
        calibration = folder / "synthetic.bsscal"
        print("calibration: synthetic, --calibration names a measured one")
        of = ["--silicon", "typical", "--wafer-seed", str(options.wafer_seed), "--hicanns", str(options.hicann)]
        commands.run("bss-run", "calibrate", "--synthetic", *of, "-o", calibration)
    if calibration is not None:
        arguments += ["--calibration", calibration]
    commands.run("bss-map", *arguments, "--max-loss", "0")
    return folder / "classifier.bssmap"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--hardware", default="embedded", metavar="HOST:PORT", help="of bss-run serve (embedded)")
    parser.add_argument("--silicon", choices=("ideal", "typical"), help="of the embedded emulator (ideal)")
    parser.add_argument("--wafer-seed", type=int, default=1, metavar="N", help="which typical wafer (1)")
    parser.add_argument("--calibration", metavar="FILE", help="measured set (.bsscal) of the wafer's chip")
    parser.add_argument("--hicann", type=int, default=88, metavar="N", help="which chip (88)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of patterns, noise and weights (1)")
    parser.add_argument("--iterations", type=int, default=60, metavar="N", help="(60)")
    parser.add_argument("--frozen", action="store_true", help="leave the initial weights as they are")
    parser.add_argument("--result", default="classifier.out.json", metavar="FILE", help="(classifier.out.json)")
    parser.add_argument("--picture", default="classifier.png", metavar="FILE", help="PNG or SVG (classifier.png)")
    options = parser.parse_args()
    embedded = options.hardware == "embedded"
    if not embedded and options.silicon is not None:
        parser.error("--silicon belongs to the server that --hardware names, leave it out")
    if options.seed < 0 or options.iterations < 1:
        parser.error("--seed must be at least 0, --iterations at least 1")
    typical = options.silicon == "typical"

    with tempfile.TemporaryDirectory() as folder:
        mapping = mapped(folder, options)
        wafer = {"silicon": options.silicon, "wafer_seed": options.wafer_seed if typical else None}
        with Loop(mapping, hardware=options.hardware, **(wafer if embedded else {})) as loop:
            result = {
                "wafer": f"typical wafer {options.wafer_seed}" if typical else "ideal wafer" if embedded else "wafer",
                "seed": options.seed,
                "frozen": options.frozen,
                **train(loop, options.seed, options.iterations, options.frozen),
            }
            took = loop.statistics()
    Path(options.result).write_text(json.dumps(result, indent=1) + "\n")
    draw(result, options.picture)
    print(
        f"{took.iterations} runs, {1e3 * took.hardware:.1f} ms of the wafer; "
        f"latency {1e3 * took.median['latency']:.1f} ms (median), {1e3 * took.p99['latency']:.1f} ms (p99)"
    )


if __name__ == "__main__":
    main()
