import os
import signal
import threading
import time
import warnings

import fake
import numpy as np
import pytest

from pynn_bss1 import errors, messages, server
from pynn_bss1.client import Jobs
from pynn_bss1.progress import BssWarning


def column(name, dtype, values):
    data = np.asarray(values, dtype).tobytes()
    return messages.Column(name=name, **{"f64" if dtype == "<f8" else "i32": data})


def test_nothing_is_asked_before_the_first_command(remote, connected):
    job = connected.open()
    assert remote.clients == []
    job.advance(1)
    assert remote.clients == ["pynn_bss1 0.1.0"]


def test_commands_are_appended_in_their_order(remote, connected):
    job = connected.open("mine")
    job.build(messages.Build(network=messages.JobNetwork(name="net")))
    assert job.advance(7.5).now_ms == 7.5
    job.change(messages.Change(currents=messages.CurrentList()))
    job.reset(trial=3)
    job.end()
    bodies = [command.WhichOneof("body") for command in remote.log["mine"]]
    assert bodies == ["build", "advance", "change", "reset", "end"]
    assert remote.log["mine"][0].build.network.name == "net"
    assert remote.log["mine"][3].reset.trial == 3


def test_a_large_command_goes_in_pieces(remote, connected):
    times = np.random.default_rng(5).random(400_000)
    trains = messages.SpikeTrains(times=messages.f64(times))
    change = messages.Change(trains=[messages.ChangedTrains(population=1, trains=trains)])
    job = connected.open("large")
    job.change(change)
    assert remote.pieces == 4  # 3.2 MB
    assert remote.log["large"][0].change == change


def test_a_command_of_whole_pieces_has_no_empty_one(remote, connected):
    job = connected.open("whole")
    empty = len(
        messages.Command(build=messages.Build(network=messages.JobNetwork(name="x" * 70000))).SerializeToString()
    )
    name = "x" * (70000 + 2**20 - empty)
    build = messages.Build(network=messages.JobNetwork(name=name))
    size = len(messages.Command(build=build).SerializeToString())
    job.build(build)
    assert remote.pieces == -(-size // 2**20)


def test_a_job_is_found_again_by_its_name(remote, connected):
    connected.open("again").advance(1)
    connected.open("again").advance(2)
    assert [command.advance.until_ms for command in remote.log["again"]] == [1, 2]


def test_progress_and_notices_are_heard(connected):
    heard = []
    job = connected.open()
    job.on_progress = lambda stage, fraction: heard.append((stage, fraction))
    job.on_notice = lambda level, text: heard.append((level, text))
    job.advance(13)
    assert heard == [("running", 0.25), ("warning", "13 brings bad luck"), ("running", 1.0)]


def test_a_warning_points_at_the_script(connected):
    job = connected.open()
    with pytest.warns(BssWarning, match="13 brings bad luck") as caught:
        job.advance(13)
    assert caught[0].filename == __file__


def test_a_warning_turned_into_an_error_waits_for_the_command(connected):
    job = connected.open()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(BssWarning):
            job.advance(13)
    assert job.advance(14).now_ms == 14


def test_a_failed_command_says_what_the_server_says_alone(connected):
    job = connected.open()
    with pytest.raises(errors.InvalidError) as caught:
        job.advance(-1)
    assert str(caught.value) == "until is -1 ms, must be 0 or above"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert job.advance(2).now_ms == 2


def test_columns_are_joined_from_pieces(remote, connected):
    remote.tables = [
        messages.Table(columns=[column("cell", "<i4", [0, 0, 1])]),
        messages.Table(columns=[column("cell", "<i4", [7])]),
        messages.Table(columns=[column("time", "<f8", [0.5, 1.5, 2.5])]),
        messages.Table(columns=[column("time", "<f8", [np.nan]), messages.Column(name="text", text="ab")]),
        messages.Table(columns=[messages.Column(name="text", text="ç")]),
        messages.Table(columns=[column("none", "<f8", [])]),
    ]
    got = connected.open().fetch(messages.FetchRequest(spikes=messages.FetchSpikes()))
    assert got["cell"].dtype == np.int32
    assert got["cell"].tolist() == [0, 0, 1, 7]
    np.testing.assert_array_equal(got["time"], [0.5, 1.5, 2.5, np.nan])
    assert got["text"] == "abç"
    assert got["none"].dtype == np.float64
    assert got["none"].size == 0
    got["time"][0] = 9  # the arrays are the caller's


def test_what_is_not_there_is_named(connected):
    with pytest.raises(errors.NotFoundError, match=r"^population 99, must be 0 to 1$"):
        connected.open().fetch(messages.FetchRequest(spikes=messages.FetchSpikes(population=99)))


def test_a_wrong_token_is_refused(remote):
    with (
        Jobs(server.Endpoint(f"127.0.0.1:{remote.port}", "guessed", embedded=False)) as jobs,
        pytest.raises(errors.AccessError, match="no token"),
    ):
        jobs.open().advance(1)


def test_a_server_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("BSS_SERVER", "127.0.0.1:9")
    with Jobs.connect() as jobs, pytest.raises(errors.ServerError, match=r"127\.0\.0\.1:9 \(\$BSS_SERVER\)"):
        jobs.open().advance(1)


def test_an_interrupted_command_closes_its_job(remote, connected):
    # a shell may have started us with the signal ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
    job = connected.open("long")
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        job.advance(1e6)
    assert remote.closed.wait(5)
    assert "long" not in remote.log
    with pytest.raises(errors.ClosedError, match="interrupted: call setup"):
        job.advance(1)
    assert connected.open("next").advance(1).now_ms == 1


def test_a_closed_job_takes_no_command(remote, connected):
    job = connected.open("short")
    job.advance(1)
    job.close()
    job.close()
    assert "short" not in remote.log
    with pytest.raises(errors.ClosedError):
        job.fetch(messages.FetchRequest())


def test_ten_million_spikes_are_fetched_in_seconds(remote, connected):
    n, most = 10**7, 2**17
    cell, when = np.zeros(n, "<i4"), np.arange(n, dtype="<f8")
    remote.tables = [
        messages.Table(columns=[column("cell", "<i4", cell[k : k + 2 * most])]) for k in range(0, n, 2 * most)
    ]
    remote.tables += [messages.Table(columns=[column("time", "<f8", when[k : k + most])]) for k in range(0, n, most)]
    began = time.perf_counter()
    got = connected.open().fetch(messages.FetchRequest(spikes=messages.FetchSpikes()))
    took = time.perf_counter() - began
    assert got["cell"].size == n
    np.testing.assert_array_equal(got["time"], when)
    print(f"{took:.2f} s")
    assert took < 30


def test_every_status_has_an_error_of_its_own():
    assert set(errors.BY_STATUS) <= {code.name for code in fake.grpc.StatusCode}
    assert all(issubclass(kind, errors.BssError) for kind in errors.BY_STATUS.values())
