"""A server of jobs of our own in a child process."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from pathlib import Path

from . import places
from .endpoint import Endpoint, remote
from .errors import ServerError

__all__ = ["EmbeddedServer", "Endpoint", "java", "remote"]

MAIN = "bss.tools.job.server.EmbeddedJobs"
START_SECONDS = 120.0
STOP_SECONDS = 10.0

# as tools/bin/launch sets them; and no file in /tmp for jps, which a kill would leave
FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "--enable-native-access=ALL-UNNAMED",
    "--add-modules",
    "jdk.incubator.vector",
    "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
    "-XX:ObjectAlignmentInBytes=64",
    "-XX:+UseTransparentHugePages",
)
# what Java says of its own accord
_EXPECTED = re.compile("WARNING: (Using incubator modules|.*sun.misc.Unsafe|Please consider reporting this)")

# The shell outlives Java, however it or Python ends, and takes the folder away.
_KEEPER = 'folder=$1; shift; "$@"; code=$?; rm -rf -- "$folder"; exit $code'


def java() -> Path:
    """A Java runtime that is new enough."""
    found = subprocess.run(
        ["/bin/sh", str(places.find_jdk()), "java"], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if found.returncode != 0:
        raise ServerError(found.stderr.strip())
    return Path(found.stdout.strip()) / "bin" / "java"


def unexpected(lines: list[str]) -> list[str]:
    """What Java does not say of its own accord."""
    return [line for line in lines if not _EXPECTED.match(line)]


class _Child:
    """A Java process with a folder of its own; it ends when its standard input does."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.owner = os.getpid()
        self.folder = folder
        debug = os.environ.get("BSS_DEBUG") == "1"
        # files, not pipes: nothing that Java prints later can make it wait for a reader
        with open(folder / "stdout", "wb") as stdout, open(folder / "stderr", "wb") as stderr:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", _KEEPER, "bss-jobs", str(folder), *command],
                stdin=subprocess.PIPE,
                stdout=stdout,
                stderr=None if debug else stderr,
                cwd="/",
                # its own session: Ctrl-C is for Python alone
                start_new_session=True,
            )
        # own handles: the folder is gone when the process is
        self._stdout = open(folder / "stdout", "rb")
        self._stderr = open(folder / "stderr", "rb")
        _children.add(self)

    def line(self, seconds: float) -> bytes:
        """The line of JSON that it prints when it listens; none if it ends before."""
        until = time.monotonic() + seconds
        while True:
            ended = self.ended(0.02)
            self._stdout.seek(0)
            for line in self._stdout.read().splitlines(keepends=True):
                if line.startswith(b"{") and line.endswith(b"\n"):
                    return line
            if ended:
                return b""
            if time.monotonic() > until:
                raise ServerError(f"the server did not answer in {seconds:g} s{self.said()}")

    def said(self) -> str:
        """The end of what it printed, as the rest of a sentence."""
        lines: list[str] = []
        for output in (self._stdout, self._stderr):
            output.seek(0)
            lines += output.read().decode(errors="replace").splitlines()
        lines = [line for line in unexpected(lines) if not line.startswith("{")]
        return ":\n  " + "\n  ".join(lines[-15:]) if lines else ""

    def ended(self, seconds: float = 0) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def forget(self) -> None:
        """In a forked process: lets go of the pipe, so that the server ends with its owner."""
        assert self.process.stdin is not None
        for handle in (self.process.stdin, self._stdout, self._stderr):
            handle.close()

    def stop(self) -> None:
        if os.getpid() != self.owner:
            return
        assert self.process.stdin is not None
        if self.process.returncode is None:
            try:
                self.process.stdin.close()
            except OSError:
                pass
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
            except BaseException:
                self._kill()
                raise
            if self.process.returncode is None:
                self._kill()
        self.forget()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _kill(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


_children: weakref.WeakSet[_Child] = weakref.WeakSet()


def _after_fork() -> None:
    for child in list(_children):
        child.forget()


os.register_at_fork(after_in_child=_after_fork)


class EmbeddedServer:
    """A server in a child process, started at the first `endpoint()`.

    It ends with `close()`, when this object is no longer used, at exit, and when Python is killed.
    """

    def __init__(self) -> None:
        self._child: _Child | None = None
        self._end: weakref.finalize[[], EmbeddedServer] | None = None
        self._endpoint: Endpoint | None = None

    def endpoint(self) -> Endpoint:
        """Where it listens."""
        if self._endpoint is None:
            self._endpoint = self._start()
        return self._endpoint

    def failure(self, seconds: float = 0) -> str | None:
        """What it said if it has ended by itself, or does so in the next seconds."""
        if self._child is None or not self._child.ended(seconds):
            return None
        code = self._child.process.returncode
        return f"the server has ended (status {code}){self._child.said()}"

    def close(self) -> None:
        """Ends it and waits until it is gone."""
        if self._end is not None:
            self._end()
        self._child = self._end = self._endpoint = None

    def _start(self) -> Endpoint:
        runtime, jars = java(), places.jars()
        folder = Path(tempfile.mkdtemp(prefix="bss-"))
        temporary = folder / "tmp"
        temporary.mkdir()
        options = os.environ.get("BSS_JAVA_OPTS", "").split()
        command = [str(runtime), *FLAGS, f"-Djava.io.tmpdir={temporary}", *options, "-cp", f"{jars}/*", MAIN]
        try:
            child = _Child(command, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._child, self._end = child, weakref.finalize(self, child.stop)
        try:
            line = child.line(START_SECONDS)
            if not line:
                raise ServerError(self.failure() or "the server ended")
            try:
                said = json.loads(line)
                return Endpoint(f"127.0.0.1:{int(said['port'])}", str(said["token"]), embedded=True)
            except (ValueError, KeyError, TypeError):
                raise ServerError(f"the server printed {line[:200]!r}, must be its port and token") from None
        except BaseException:
            self.close()
            raise
