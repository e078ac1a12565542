"""A wafer in the loop, from Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pynn_bss1 import commands, errors
from pynn_bss1.loop import Loop

SOURCES, NEURONS = 6, 3
TRAINS = [[5.0 + i, 15.0, 30.0 + 2 * i] for i in range(SOURCES)]


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loop")
    network = {
        "version": 1,
        "name": "loop",
        "seed": 1,
        "populations": [
            {
                "label": "inputs",
                "size": SOURCES,
                "cell": {"type": "SpikeSourceArray", "parameters": {"spike_times": [[]] * SOURCES}},
            },
            {"label": "outputs", "size": NEURONS, "cell": {"type": "IF_cond_exp"}, "record": ["spikes"]},
        ],
        "projections": [
            {
                "label": "all",
                "source": "inputs",
                "target": "outputs",
                "receptor": "excitatory",
                "connector": {"rule": "all_to_all"},
                "synapse": {"type": "static", "weight": 0.05, "delay": 1.0},
            }
        ],
    }
    (folder / "loop.json").write_text(json.dumps(network))
    commands.run("bss-map", folder / "loop.json", "-o", folder / "loop.bssmap", "--hicanns", "88")
    return folder / "loop.bssmap"


@pytest.fixture
def loop(mapping: Path) -> Iterator[Loop]:
    with Loop(mapping, threads=1) as open_loop:
        yield open_loop


def test_a_network_is_told_as_it_was_mapped(loop: Loop) -> None:
    assert loop.populations["inputs"].sources and not loop.populations["outputs"].sources
    assert loop.populations["outputs"].size == NEURONS
    synapses = loop.synapses("all")
    assert sorted(zip(synapses.pre.tolist(), synapses.post.tolist(), strict=True)) == [
        (i, o) for i in range(SOURCES) for o in range(NEURONS)
    ]


def test_weights_decide_who_fires_and_runs_repeat(loop: Loop) -> None:
    loop.spikes("inputs", TRAINS)
    table = np.zeros((SOURCES, NEURONS), dtype=int)
    table[:, 1] = 15
    loop.weights("all", table)
    first = loop.run(60.0)
    assert first.counts("outputs")[1] > 0
    assert first.counts("outputs")[[0, 2]].tolist() == [0, 0]
    assert np.array_equal(loop.synapses("all").digital.reshape(-1) == 15, loop.synapses("all").post == 1)
    again = loop.run(60.0)
    assert all(np.array_equal(a, b) for a, b in zip(first.spikes["outputs"], again.spikes["outputs"], strict=True))
    loop.weights("all", np.zeros((SOURCES, NEURONS), dtype=int))
    assert loop.run(60.0).counts("outputs").sum() == 0
    loop.weights("all", table)
    back = loop.run(60.0)
    assert all(np.array_equal(a, b) for a, b in zip(first.spikes["outputs"], back.spikes["outputs"], strict=True))
    assert loop.statistics().iterations == 4


def test_other_spikes_give_other_answers(loop: Loop) -> None:
    loop.weights("all", np.full((SOURCES, NEURONS), 15))
    loop.spikes("inputs", TRAINS)
    some = loop.run(60.0).counts("outputs").sum()
    loop.spikes("inputs", [[]] * SOURCES)
    assert some > 0
    assert loop.run(60.0).counts("outputs").sum() == 0


@pytest.mark.parametrize("wrong", [16, -1, 0.5])
def test_weights_that_no_synapse_has_are_refused_and_change_nothing(loop: Loop, wrong: float) -> None:
    before = loop.synapses("all").digital
    with pytest.raises(errors.InvalidError):
        loop.weights("all", np.full((SOURCES, NEURONS), wrong))
    assert np.array_equal(loop.synapses("all").digital, before)


def test_what_is_not_there_is_named(loop: Loop, mapping: Path) -> None:
    with pytest.raises(errors.InvalidError, match="nobody"):
        loop.spikes("nobody", [[]])
    with pytest.raises(errors.BssError, match=r"no\.bssmap"):
        Loop(mapping.with_name("no.bssmap"))
    loop.close()
    with pytest.raises(errors.ClosedError):
        loop.run(1.0)
