#!/usr/bin/env python3
"""The mapping benchmark: what both strategies lose on the benchmark networks, with bounds, times and memory.

    tools/bench/mapping.py [--seeds 1,2] [--only column,brunel] [--strategies greedy,optimise] [--keep FOLDER]

Prints a Markdown table. Every mapping is checked from its bits alone with `bss-map verify`. Heap: 4 GiB.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parents[1]
BSS_MAP = HERE / "bin" / "bss-map"

# name, arguments of generate, options of the mapping, defects
CASES = [
    ("guidebook, chain 5", ["guidebook"], ["--chain-length", "5"], None),
    ("pfeilsNoise 1250", ["pfeilsNoise", "--size", "1250"], [], None),
    ("feedforward 3 x 100", ["feedforward"], [], None),
    ("random10 3200", ["random10", "--size", "3200"], [], None),
    ("column 0.04", ["column", "--scale", "0.04"], [], None),
    ("column 0.1", ["column", "--scale", "0.1"], [], None),
    ("column 0.1, drivers and lines defect", ["column", "--scale", "0.1"], [], "lines"),
    ("column 0.1, 12 chips defect", ["column", "--scale", "0.1"], [], "chips"),
    ("brunel", ["brunel"], [], None),
    ("synfire, size 4", ["synfire"], ["--neuron-size", "4"], None),
    ("random30 3200", ["random30", "--size", "3200"], [], None),
    ("fullyVisibleBM 1000", ["fullyVisibleBM", "--size", "1000"], [], None),
    ("rbm 500", ["rbm", "--size", "500"], [], None),
]


def defects(kind, seed, path):
    """5 % of all synapse drivers and 1 % of all L1 lines, or 12 whole chips."""
    draw = random.Random(seed)

    def some(per_chip, share):
        return [[h, n] for h in range(384) for n in range(per_chip) if draw.random() < share]

    if kind == "lines":
        content = {"synapse_drivers": some(224, 0.05), "hlines": some(64, 0.01), "vlines": some(256, 0.01)}
    else:
        content = {"hicanns": sorted(draw.sample(range(384), 12))}
    path.write_text(json.dumps({"version": 1, **content}))


def call(*arguments):
    environment = {**os.environ, "BSS_JAVA_OPTS": "-Xmx4g"}
    done = subprocess.run([str(BSS_MAP), *map(str, arguments)], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bss-map {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def run(case, seed, strategy, folder):
    name, generate, options, broken = case
    network = folder / f"{'-'.join(generate).replace('--', '')}-{seed}.json"
    if not network.exists():
        call("generate", *generate, "--seed", seed, "-o", network)
    extra = list(options)
    if broken:
        file = folder / f"{broken}-{seed}.json"
        defects(broken, seed, file)
        extra += ["--defects", file]
    mapping, report = folder / "out.bssmap", folder / "out.json"
    began = time.monotonic()
    call(network, "-o", mapping, "--report", report, "--strategy", strategy, *extra)
    seconds = time.monotonic() - began
    verified = call("verify", mapping, network)
    if " 0 wrong" not in verified:
        sys.exit(f"{name}, seed {seed}, {strategy}: {verified}")
    return json.loads(report.read_text()), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="42", help="seeds of the networks and defects")
    parser.add_argument("--only", default="", help="parts of names")
    parser.add_argument("--strategies", default="greedy,optimise")
    parser.add_argument("--keep", help="folder for the files")
    given = parser.parse_args()
    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="bss-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    print("| network | seed | strategy | synapses | lost | % | free | placed | routed | chips | s | heap MiB |")
    print("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    wanted = [w for w in given.only.split(",") if w]
    for case in CASES:
        if wanted and not any(w in case[0] for w in wanted):
            continue
        for seed in given.seeds.split(","):
            for strategy in given.strategies.split(","):
                report, seconds = run(case, int(seed), strategy, folder)
                synapses, bounds = report["synapses"], report["synapses"]["bounds"]
                share = 100 * synapses["lost"] / max(1, synapses["requested"])
                print(
                    f"| {case[0]} | {seed} | {strategy} | {synapses['requested']} | {synapses['lost']} | {share:.4f} "
                    f"| {bounds['free']} | {bounds['placed']} | {bounds['routed']} "
                    f"| {report['resources']['hicanns']['used']} | {seconds:.1f} | {report['peak_memory_mib']} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
