"""A queue of jobs in Java, in a process of its own that can be killed and started again."""

from __future__ import annotations

import subprocess
from pathlib import Path

BSS_RUN = Path(__file__).resolve().parents[3] / "tools" / "bin" / "bss-run"


class QueueServer:
    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = 0
        self._users("add", "ada")
        self.token = self._users("token", "ada", "--label", "tests").strip()
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def _users(self, *arguments: str) -> str:
        command = [BSS_RUN, "users", "--data", self.data, *arguments]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def start(self) -> None:
        """At the same port as before."""
        command = [BSS_RUN, "serve", "--jobs", "--data", str(self.data), "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--workers", "1", "--worker-memory", "1g"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said.startswith("serving jobs at "), said
        self.port = int(said.rpartition(":")[2])

    def kill(self) -> None:
        """As a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
