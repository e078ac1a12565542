"""The client of a queue against one that loses answers, is away, or corrupts what it sends."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fake_queue
import numpy as np
import pytest

import pynn_bss1 as sim
from pynn_bss1 import endpoint, errors, jobqueue, messages, submission
from pynn_bss1.batch import BatchJob
from pynn_bss1.client import Jobs
from pynn_bss1.connection import Connection
from pynn_bss1.jobqueue import Queue
from pynn_bss1.progress import BssWarning


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Iterator[fake_queue.FakeQueue]:
    queue = fake_queue.FakeQueue()
    running, port = fake_queue.serve(queue)
    for name in ("BSS_CA", "BSS_CERT", "BSS_KEY", "BSS_PATIENCE", "BSS_ENGINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BSS_SERVER", f"127.0.0.1:{port}")
    monkeypatch.setenv("BSS_TOKEN", fake_queue.TOKEN)
    monkeypatch.setattr(submission, "_queues", {})
    yield queue
    queue.released.set()
    running.stop(0)


@pytest.fixture
def job(remote: fake_queue.FakeQueue) -> Iterator[BatchJob]:
    with Jobs.connect() as jobs:
        yield jobs.open("pynn-1")


@pytest.fixture
def queue(remote: fake_queue.FakeQueue) -> Queue:
    return Queue(Connection(endpoint.remote()))


def build(size: int = 1) -> Any:
    population = messages.JobPopulation(label="cells", size=size, cell_type="IF_cond_exp")
    network = messages.JobNetwork(name="net", populations=[population])
    return messages.Build(options=messages.Options(engine=1), network=network)


def times(job: BatchJob) -> list[float]:
    columns = job.fetch(messages.FetchRequest(spikes=messages.FetchSpikes(population=0)))
    return columns["time"].tolist()


def log_of(remote: fake_queue.FakeQueue, name: str) -> list[str]:
    log = messages.JobLog.FromString(remote.jobs[name].log)
    return [command.WhichOneof("body") for command in log.commands]


# --- runs as jobs


def test_every_run_is_a_job_of_all_commands_and_the_one_before_is_deleted(remote, job):
    build_done, advance_done = job.carry_out_all([messages.Command(build=build()), messages.Command(advance=at(3))])
    assert (build_done.now_ms, advance_done.now_ms) == (0, 3)
    assert times(job) == [1, 2, 3]
    assert log_of(remote, "pynn-1") == ["build", "advance"]
    assert job.advance(5).now_ms == 5
    assert times(job) == [1, 2, 3, 4, 5]
    assert log_of(remote, "pynn-1.2") == ["build", "advance"]
    assert remote.deleted == ["pynn-1"]
    job.close()
    assert remote.deleted == ["pynn-1", "pynn-1.2"]
    with pytest.raises(errors.ClosedError):
        job.advance(6)


def at(until: float) -> Any:
    return messages.Advance(until_ms=until)


def test_a_reset_alone_makes_no_job(remote, job):
    job.build(build())
    job.advance(2)
    assert job.reset().now_ms == 0
    assert remote.count("Submit") == 2
    job.advance(1)
    assert log_of(remote, "pynn-1.3") == ["build", "advance", "reset", "advance"]
    job.end()
    assert remote.count("Submit") == 3


def test_spikes_of_some_cells_from_a_time_on(remote, job):
    remote.finish = lambda j: (
        fake_queue.done(j),
        setattr(j, "result", fake_queue.spikes(0, [0, 0, 2, 3], [1, 9, 5, 2])),
    )
    job.build(build(4))
    asked = messages.FetchSpikes(population=0, cells=messages.i32([0, 2]), from_ms=4)
    columns = job.fetch(messages.FetchRequest(spikes=asked))
    assert (columns["cell"].tolist(), columns["time"].tolist()) == ([0, 2], [9, 5])
    with pytest.raises(errors.NotFoundError, match="population 1, must be 0 to 0"):
        job.fetch(messages.FetchRequest(spikes=messages.FetchSpikes(population=1)))
    with pytest.raises(errors.InvalidError, match="'cells': v is not recorded"):
        job.fetch(messages.FetchRequest(trace=messages.FetchTrace(population=0, variable="v")))
    with pytest.raises(errors.InvalidError, match="engine 'reference' has no COUNTERS"):
        job.text("COUNTERS")


def test_a_command_that_failed_is_left_out_and_those_before_it_stay(remote, job):
    job.build(build())
    remote.finish = fake_queue.failing(2, 3, "until_ms is 7, must be another")
    change = messages.Command(change=messages.Change(currents=messages.CurrentList()))
    with pytest.raises(errors.InvalidError, match=r"^until_ms is 7, must be another$"):
        list(job.carry_out_all([change, messages.Command(advance=at(7))]))
    assert [command.WhichOneof("body") for command in job.log] == ["build", "change"]
    remote.finish = fake_queue.done
    job.advance(8)
    assert log_of(remote, "pynn-1.3") == ["build", "change", "advance"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("FAILED", errors.JobFailedError),
        ("CANCELLED", errors.JobCancelledError),
        ("TIMED_OUT", errors.JobTimedOutError),
        ("INTERRUPTED", errors.JobInterruptedError),
    ],
)
def test_another_end_is_an_error_with_its_reason(remote, job, state, kind):
    remote.finish = fake_queue.ending(state, "because", partial=state == "TIMED_OUT")
    with pytest.raises(kind, match=f"job 'pynn-1' ended {state}: because") as caught:
        job.build(build())
    assert (caught.value.name, caught.value.reason) == ("pynn-1", "because")
    assert ("pynn_bss1.job('pynn-1').get_data" in str(caught.value)) == (state == "TIMED_OUT")
    assert remote.deleted == []


def test_a_notice_is_said_once_though_its_command_runs_twice(remote, job):
    def finish(j: fake_queue.Job) -> None:
        fake_queue.done(j)
        notice = messages.Notice(level=messages.Notice.WARNING, text="clipped")
        j.updates.insert(0, messages.JobUpdate(place=0, attempt=1, event=messages.Event(command=0, notice=notice)))
        j.updates[0].place = 50

    remote.finish = finish
    heard: list[tuple[str, str]] = []
    job.on_notice = lambda level, text: heard.append((level, text))
    job.build(build())
    job.advance(1)
    assert heard == [("warning", "clipped")]


def test_what_waits_is_shown(remote, job):
    shown: list[str] = []
    job.on_progress = lambda stage, fraction: shown.append(stage)
    job.build(build())
    assert shown[0] == "waits in the queue"
    assert "running" in shown
    assert shown[-1] == "fetching"


def test_an_interrupt_cancels_the_job(remote, job):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    remote.released.clear()
    threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        job.build(build())
    assert remote.cancelled == ["pynn-1"]
    with pytest.raises(errors.ClosedError, match="interrupted"):
        job.advance(1)


# --- a server that is away


@pytest.mark.parametrize("method", ["Submit", "Follow", "Download"])
def test_a_server_that_is_away_is_asked_again(remote, job, method):
    remote.fail[method] = fake_queue.aborting(3)
    job.build(build())
    job.advance(2)
    assert times(job) == [1, 2]
    assert remote.count(method) >= 5


def test_a_lost_answer_to_submit_makes_no_second_job(remote, job):
    remote.after["Submit"] = fake_queue.aborting(1)
    job.build(build())
    assert remote.count("Submit") == 2
    assert len(remote.jobs) == 1


def test_a_connection_that_breaks_within_an_answer_is_no_end(remote, job):
    remote.after["Follow"] = fake_queue.aborting(2, fake_queue.grpc.StatusCode.INTERNAL)
    job.build(build())
    assert remote.count("Follow") >= 3


def test_a_server_with_a_fault_is_given_up(remote, job):
    remote.fail["Follow"] = fake_queue.aborting(99, fake_queue.grpc.StatusCode.INTERNAL)
    with pytest.raises(errors.ServerError, match="come again"):
        job.build(build())


def test_patience_ends(remote, job, monkeypatch):
    monkeypatch.setenv("BSS_PATIENCE", "0.5")
    remote.fail["Follow"] = fake_queue.aborting(99)
    began = time.monotonic()
    with pytest.raises(errors.ServerError, match=r"\(\$BSS_SERVER\) cannot be reached: come again"):
        job.build(build())
    assert time.monotonic() - began < 5
    monkeypatch.setenv("BSS_PATIENCE", "soon")
    with pytest.raises(errors.InvalidError, match=r"\$BSS_PATIENCE is 'soon', must be seconds"):
        job.build(build())


def test_a_long_absence_is_told(remote, job, monkeypatch):
    monkeypatch.setattr(jobqueue, "QUIET_SECONDS", 0.2)
    remote.fail["Follow"] = fake_queue.aborting(4)
    with pytest.warns(BssWarning, match=r"does not answer \(come again\): asked again for 600 s") as caught:
        job.build(build())
    assert len(caught) == 1


def test_updates_that_a_new_server_counts_from_one_are_heard(remote, job):
    heard: list[float] = []
    job.on_progress = lambda stage, fraction: heard.append(fraction) if stage == "running" else None

    def update(place: int, attempt: int, fraction: float) -> Any:
        progress = messages.JobProgress(stage="running", fraction=fraction)
        return messages.JobUpdate(place=place, attempt=attempt, event=messages.Event(progress=progress))

    def finish(j: fake_queue.Job) -> None:
        j.state, j.attempt, j.updates = "RUNNING", 1, [update(70, 1, 0.25)]

    def again(request: Any, context: Any) -> None:
        j = remote.jobs["pynn-1"]
        if remote.count("Follow") == 2:
            j.attempt, j.updates = 2, [update(1, 2, 0.75)]
            context.abort(fake_queue.grpc.StatusCode.UNAVAILABLE, "started anew")
        if remote.count("Follow") == 5:
            fake_queue.done(j)

    remote.finish, remote.fail["Follow"] = finish, again
    job.build(build())
    assert 0.25 in heard
    assert 0.75 in heard


def test_a_mapping_that_nobody_heard_of_is_told_by_its_report(remote, job):
    report = (
        '{"neurons": {"requested": 4, "placed": 3}, "resources": {"hicanns": {"used": 2, "available": 8}},'
        '"synapses": {"requested": 9, "realised": 7, "lost_by_cause": {"no_driver": 2, "other": 0},'
        ' "bounds": {"free": 0, "placed": 1, "routed": 1}}}'
    )

    def finish(j: fake_queue.Job) -> None:
        fake_queue.done(j)
        j.updates = []
        text = messages.Table(columns=[messages.Column(name="text", text=report)])
        j.result += fake_queue.record(messages.FetchRequest(text=messages.FetchText(kind=0)), text)

    remote.finish = finish
    mapped = build()
    mapped.options.engine = 0
    summary = job.build(mapped).mapping
    assert (summary.neurons_placed, summary.synapses_realised, summary.hicanns) == (3, 7, 2)
    assert dict(summary.lost_by_cause) == {"no_driver": 2}


# --- large ones


def large() -> tuple[Any, bytes]:
    trains = messages.SpikeTrains(counts=messages.i32([300_000]), times=messages.f64(np.arange(3e5)))
    command = messages.Build(options=messages.Options(engine=1))
    command.network.populations.add(label="s", size=1, cell_type="SpikeSourceArray", spike_trains=trains)
    log = messages.JobLog(commands=[messages.Command(build=command)]).SerializeToString(deterministic=True)
    return command, log


def test_a_large_log_goes_in_pieces_and_on_where_it_was_cut(remote, job):
    command, log = large()
    digest = hashlib.sha256(log).digest()
    remote.uploads[digest] = log[: 1 << 20]  # of a client that was killed
    remote.after["Upload"] = lambda request, context: (
        context.abort(fake_queue.grpc.StatusCode.UNAVAILABLE, "lost") if request.offset == 1 << 20 and lost() else None
    )
    answers = iter([True])
    lost = lambda: next(answers, False)  # noqa: E731
    job.build(command)
    sent = [(r.offset, len(r.data)) for name, r in remote.calls if name == "Upload"]
    # asked how far it is; a piece whose answer was lost is sent again, and does no harm
    assert sent == [(0, 0), (1 << 20, 1 << 20), (1 << 20, 1 << 20), (2 << 20, len(log) - (2 << 20))]
    assert remote.jobs["pynn-1"].log == log


def test_the_answer_to_a_job_of_an_upload_may_be_lost_too(remote, job):
    command, _ = large()
    remote.after["Submit"] = fake_queue.aborting(1)  # the upload is gone then
    job.build(command)
    assert remote.count("Submit") == 2
    assert remote.count("GetStatus") == 1
    assert list(remote.jobs) == ["pynn-1"]


def test_an_upload_that_arrived_wrong_is_sent_again(remote, job):
    command, log = large()
    remote.uploads[hashlib.sha256(log).digest()] = bytes(1000)
    job.build(command)
    assert remote.jobs["pynn-1"].log == log


def test_a_download_goes_on_where_it_was(remote, queue):
    wanted = np.random.default_rng(1).bytes(3_500_000)
    remote.finish = lambda j: (fake_queue.done(j), setattr(j, "result", wanted))
    queue.submit("x", messages.JobLog(commands=[messages.Command(build=build())]).SerializeToString())
    remote.fail["Download"] = lambda request, context: (
        context.abort(fake_queue.grpc.StatusCode.UNAVAILABLE, "gone")
        if request.offset == 2 << 20 and remote.count("Download") < 5
        else None
    )
    file = io.BytesIO()
    queue.download("RESULT", "x", file)
    assert file.getvalue() == wanted
    offsets = [r.offset >> 20 for name, r in remote.calls if name == "Download"]
    assert offsets == [0, 1, 2, 2, 2, 3]


def test_a_download_that_arrived_wrong_is_fetched_again_once(remote, job):
    remote.corrupt = 1
    job.build(build())
    job.advance(2)
    assert times(job) == [1, 2]
    remote.corrupt = 2
    with pytest.raises(errors.ServerError, match=r"result of job 'pynn-1.3' came with SHA-256 \w+, twice, must be"):
        job.advance(4)
    assert "pynn-1.3" in remote.jobs


# --- a process that was forked

FORK = """
import os
import pynn_bss1 as sim
from pynn_bss1.errors import ServerError
assert sim.jobs() == []
child = os.fork()
if child == 0:
    try:
        sim.jobs()
    except ServerError as failure:
        os._exit(0 if "spawn" in str(failure) else 1)
    os._exit(2)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert sim.jobs() == []
"""


def test_runs_and_submissions_have_the_fpgas_of_setup(remote):
    sim.setup(engine="emulator", fpgas=[4, 7])
    sim.Population(1, sim.IF_cond_exp()).record("spikes")
    sim.submit(5.0, name="theirs")
    sim.submit(5.0, name="others", fpgas=[3])
    assert [list(remote.jobs[name].request.fpgas) for name in ("theirs", "others")] == [[4, 7], [3]]
    for _ in range(2):
        sim.run(5.0)
        assert list(list(remote.jobs.values())[-1].request.fpgas) == [4, 7]
    with pytest.raises(errors.InvalidError, match=r"setup\(fpgas=48\): must be a whole number, 0 to 47"):
        sim.setup(fpgas=[4, 48])


def test_a_process_forked_from_one_that_asked_a_queue_is_refused(remote):
    package = str(Path(sim.__file__).parents[1])
    subprocess.run([sys.executable, "-c", FORK], check=True, timeout=60, env={**os.environ, "PYTHONPATH": package})


# --- without waiting


def test_submit_keeps_its_arguments_and_job_finds_it_again(remote):
    sim.setup(engine="reference")
    sim.Population(2, sim.IF_cond_exp(), label="cells").record("v")
    job = sim.submit(5.0, name="mine", title="first", priority=3, wall_limit=9, once=True, fpgas=(4, 7))
    request = remote.jobs["mine"].request
    assert (request.title, request.priority, request.wall_limit_s, request.once) == ("first", 3, 9, True)
    assert (list(request.fpgas), request.client) == ([4, 7], "pynn_bss1 0.1.0")
    assert job.number == 1
    found = sim.job("mine")
    assert found.wait().state == found.status().state == "DONE"
    assert found.labels == ["cells"]
    assert found.spikes("cells")[1].tolist() == [1, 2, 3, 4, 5]
    assert found.ran_until == 5
    with pytest.raises(errors.NotFoundError, match="job 'mine' has no population 'cell': did you mean 'cells'"):
        found.get_data("cell")
    with pytest.raises(errors.NotFoundError, match="no such job"):
        sim.job("yours")
    assert sim.submit(5.0, name="mine").number == 1
    with pytest.raises(errors.RefusedError, match="another job"):
        sim.submit(6.0, name="mine")
    assert [j.name for j in sim.jobs(states=["done"])] == ["mine"]
    assert sim.jobs(states="FAILED") == []
    with pytest.raises(errors.InvalidError, match="did you mean 'DONE'"):
        sim.jobs(states=["DUNE"])
    found.delete()
    assert sim.jobs() == []


def test_a_wait_may_be_given_up(remote):
    sim.setup(engine="reference")
    sim.Population(1, sim.IF_cond_exp())
    remote.finish = lambda j: None
    remote.after["Follow"] = lambda request, context: time.sleep(0.05)
    job = sim.submit(5.0)
    with pytest.raises(TimeoutError, match=r"is QUEUED after 0.3 s"):
        job.wait(0.3)
    job.cancel()
    assert remote.cancelled == [job.name]


def test_there_is_one_clear_error_without_a_queue(monkeypatch, tmp_path):
    monkeypatch.delenv("BSS_SERVER", raising=False)
    sim.setup(engine="reference")
    sim.Population(1, sim.IF_cond_exp())
    for call in (lambda: sim.submit(1.0), lambda: sim.job("x"), sim.jobs):
        with pytest.raises(errors.RefusedError, match=r"needs a shared server: set \$BSS_SERVER"):
            call()
    sim.save_job(tmp_path / "a.bssjob", 4.0)
    log = messages.JobLog.FromString((tmp_path / "a.bssjob").read_bytes())
    assert log.commands[1].advance.until_ms == 4
    with pytest.raises(errors.InvalidError, match="must be above 0"):
        sim.save_job(tmp_path / "a.bssjob", 0)


@pytest.mark.usefixtures("java_server")
def test_a_server_of_sessions_is_told_from_a_queue(monkeypatch):
    monkeypatch.setattr(submission, "_queues", {})
    with pytest.raises(errors.RefusedError, match=r"has sessions alone.*serve --jobs"):
        sim.jobs()
    monkeypatch.setenv("BSS_TOKEN", "guessed")
    with Jobs.connect() as jobs, pytest.raises(errors.AccessError, match="token of this server"):
        jobs.open()
