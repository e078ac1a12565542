import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pynn_bss1 import errors, places, server
from pynn_bss1.client import Jobs


def children() -> set[int]:
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            stat = (process / "stat").read_text()
        except OSError:
            continue  # it ended meanwhile
        if int(stat.rpartition(")")[2].split()[1]) == os.getpid():
            found.add(int(process.name))
    return found


def sockets_and_pipes() -> int:
    return len(os.listdir("/proc/self/fd"))


def gone(pid: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_it_starts_at_the_first_command_and_ends_with_close(child):
    before = children()
    jobs = Jobs.connect()
    job = jobs.open()
    assert children() == before
    assert job.advance(3).now_ms == 3
    assert len(children()) == len(before) + 1
    jobs.close()
    assert children() == before
    assert list(child.iterdir()) == []


def test_a_hundred_sessions_leave_nothing(child):
    with Jobs.connect() as jobs:
        jobs.open().advance(1)
    processes, handles = children(), sockets_and_pipes()
    for _ in range(20):
        with Jobs.connect() as jobs:
            jobs.open().advance(1)
    for _ in range(100):
        with Jobs.connect() as jobs:
            jobs.open()
    assert children() == processes
    assert sockets_and_pipes() <= handles + 3
    assert list(child.iterdir()) == []


def test_two_sessions_have_a_server_each(child):
    with Jobs.connect() as one, Jobs.connect() as other:
        assert one.open().advance(1).now_ms == other.open().advance(1).now_ms
        assert one._embedded.endpoint() != other._embedded.endpoint()


def test_a_session_that_nobody_holds_ends(child):
    before = children()
    jobs = Jobs.connect()
    jobs.open().advance(1)
    del jobs
    gc.collect()
    assert children() == before


def test_what_java_said_is_in_the_error(child, monkeypatch):
    monkeypatch.setenv("FAKE_DIES", "1")
    before = children()
    with Jobs.connect() as jobs, pytest.raises(errors.ServerError, match=r"(?s)status 1.*no room for the heap"):
        jobs.open().advance(1)
    assert children() == before
    assert list(child.iterdir()) == []


def test_a_server_that_dies_says_what_it_said(child):
    with Jobs.connect() as jobs, pytest.raises(errors.ServerError, match=r"(?s)status 3.*out of luck"):
        jobs.open().advance(666)
    assert list(child.iterdir()) == []


def test_a_server_that_does_not_answer_is_given_up(child, monkeypatch):
    monkeypatch.setenv("FAKE_SLEEPS", "1")
    monkeypatch.setattr(server, "START_SECONDS", 0.5)
    monkeypatch.setattr(server, "STOP_SECONDS", 0.5)
    before = children()
    with Jobs.connect() as jobs, pytest.raises(errors.ServerError, match=r"did not answer in 0\.5 s"):
        jobs.open().advance(1)
    assert children() == before


def test_a_server_that_does_not_end_is_killed(child, monkeypatch):
    monkeypatch.setenv("FAKE_STAYS", "1")
    monkeypatch.setattr(server, "STOP_SECONDS", 0.5)
    before = children()
    with Jobs.connect() as jobs:
        jobs.open().advance(1)
    assert children() == before
    assert list(child.iterdir()) == []


SCRIPT = """
import sys, time
sys.path[:0] = [{package!r}]
import tempfile
tempfile.tempdir = {temporary!r}
from pathlib import Path
from pynn_bss1 import places, server
from pynn_bss1.client import Jobs
server.java = lambda: Path({java!r})
places.jars = lambda: Path("/")
{first}
{then}
"""


FIRST = "jobs = Jobs.connect()\njobs.open().advance(1)"


def run(child: Path, then: str, first: str = FIRST) -> subprocess.Popen[str]:
    text = SCRIPT.format(
        package=str(Path(server.__file__).parents[1]),
        temporary=str(child),
        java=str(child.parent / "java"),
        first=first,
        then=then,
    )
    return subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)


PRINT = "print(jobs._embedded._child.process.pid, flush=True)"


def test_a_script_that_forgets_to_end_leaves_nothing(child):
    script = run(child, PRINT)
    server_process = int(script.stdout.readline())
    assert script.wait(20) == 0
    assert gone(server_process)
    assert list(child.iterdir()) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_script_leaves_nothing(child, how):
    script = run(child, f"{PRINT}\ntime.sleep(60)")
    server_process = int(script.stdout.readline())
    script.send_signal(how)
    script.wait(20)
    assert gone(server_process)
    assert list(child.iterdir()) == []


FORK = """
import os
child = os.fork()
if child == 0:
    from pynn_bss1.errors import ServerError
    code = 2
    for one in (jobs, Jobs.connect()):
        try:
            one.open().advance(1)
        except ServerError as failure:
            code -= "spawn" in str(failure)
    sys.exit(code)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
assert code == 0, code
assert jobs.open().advance(3).now_ms == 3
"""


def test_a_process_forked_from_one_with_a_server_is_refused(child):
    script = run(child, FORK)
    assert script.wait(60) == 0
    assert list(child.iterdir()) == []


EARLY = """
import os
child = os.fork()
if child == 0:
    with Jobs.connect() as own:
        os._exit(own.open().advance(2).now_ms != 2)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
with Jobs.connect() as jobs:
    assert jobs.open().advance(3).now_ms == 3
"""


def test_a_process_forked_before_has_a_session_of_its_own(child):
    script = run(child, EARLY, first="")
    assert script.wait(60) == 0
    assert list(child.iterdir()) == []


def test_a_forked_process_does_not_keep_the_server(child):
    then = f"""{PRINT}
import os
if os.fork() == 0:
    os.closerange(0, 3)
    time.sleep(5)
    os._exit(0)
os._exit(0)"""
    script = run(child, then)
    server_process = int(script.stdout.readline())
    script.wait(20)
    assert gone(server_process, 4)


def test_no_java_says_what_to_install(monkeypatch, tmp_path):
    finder = tmp_path / "find-jdk"
    finder.write_text("echo 'no JDK 25 found: install one' >&2; exit 1\n")
    monkeypatch.setattr(places, "find_jdk", lambda: finder)
    with pytest.raises(errors.ServerError, match=r"^no JDK 25 found: install one$"):
        server.java()


def test_the_environment_names_a_server(monkeypatch):
    monkeypatch.setenv("BSS_SERVER", "example:7000")
    monkeypatch.setenv("BSS_TOKEN", "secret")
    assert server.remote() == server.Endpoint("example:7000", "secret", embedded=False)
    monkeypatch.delenv("BSS_SERVER")
    assert server.remote() is None
