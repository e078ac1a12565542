"""What the log of a job says by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pynn_bss1 import messages, written


def log(*commands: Any, speedup: float = 0) -> list[Any]:
    network = messages.JobNetwork()
    network.populations.add(label="cells", size=3, cell_type="IF_cond_exp", parameters={"cm": messages.values(0.2)})
    network.populations[0].recordings.add(variable="v")
    network.projections.add(pre=messages.i32([0, 1]), post=messages.i32([2, 2]), weight=messages.values(0.5))
    build = messages.Build(options=messages.Options(speedup=speedup), network=network)
    return [messages.Command(build=build), *commands]


def until(ms: float) -> Any:
    return messages.Command(advance=messages.Advance(until_ms=ms))


RESET = messages.Command(reset=messages.Reset())


def test_the_last_that_was_written_holds() -> None:
    change = messages.Change()
    change.synapses.add(projection=0, weight=messages.values([0.1, 0.2]))
    change.parameters.add(population=0, name="cm", cells=messages.i32([1]), values=messages.values(0.7))
    change.recordings.add(population=0)
    whole = log(until(5), messages.Command(change=change))
    assert written.synapses(log(), 0)["weight"].tolist() == [0.5, 0.5]
    assert written.synapses(whole, 0)["weight"].tolist() == [0.1, 0.2]
    assert written.synapses(whole, 0)["delay"].tolist() == [0.1, 0.1]
    assert written.parameters(whole, 0)["cm"].tolist() == [0.2, 0.7, 0.2]
    assert [len(written.recordings(each, 0)) for each in (log(), whole)] == [1, 0]


@pytest.mark.parametrize("speedup", [0, 1000, 30_000])
@pytest.mark.parametrize(
    ("ms", "ends", "resets", "length"),
    [
        (0, 0, 0, 1),
        (7.3, 7.3, 0, 2),
        (20, 20, 0, 2),
        (20.1, 20.1, 0, 4),
        (30, 30, 0, 4),
        (35.5, 5.5, 1, 6),
        (80, 50, 1, 6),
    ],
)
def test_the_hardware_s_time_tells_how_far_a_job_came(
    speedup: float, ms: float, ends: float, resets: int, length: int
) -> None:
    change = messages.Command(change=messages.Change(currents=messages.CurrentList()))
    whole = log(until(20), change, until(30), RESET, until(50), speedup=speedup)
    done = written.done(whole, ms * 1e-3 / (speedup or 1e4))
    assert written.ends(done) == pytest.approx(ends, abs=1e-6)
    assert written.resets(done) == resets
    assert len(done) == length


def test_times_are_those_that_were_written() -> None:
    for ms in np.random.default_rng(3).uniform(0, 1e6, 100).round(4):
        done = written.done(log(until(1e7)), ms * 1e-3 / 1e4)
        assert written.ends(done) == ms
