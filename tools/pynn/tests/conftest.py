"""The fake server, in this process or as a child."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import fake

from pynn_bss1 import places, server
from pynn_bss1.client import Jobs


@pytest.fixture
def remote() -> Iterator[fake.FakeJobs]:
    """A server in this process, whom `connected` speaks to."""
    jobs = fake.FakeJobs()
    running, port = fake.serve(jobs)
    jobs.port = port
    yield jobs
    jobs.closed.set()
    running.stop(0)


@pytest.fixture
def connected(remote: fake.FakeJobs) -> Iterator[Jobs]:
    with Jobs(server.Endpoint(f"127.0.0.1:{remote.port}", fake.TOKEN, embedded=False)) as jobs:
        yield jobs


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """`java` is the fake; the folder where its temporary files go."""
    package = Path(server.__file__).parents[1]
    java = tmp_path / "java"
    java.write_text(f'#!/bin/sh\nPYTHONPATH="{package}" exec "{sys.executable}" "{fake.__file__}"\n')
    java.chmod(0o755)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(server, "java", lambda: java)
    monkeypatch.setattr(places, "jars", lambda: tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.delenv("BSS_SERVER", raising=False)
    return temporary


@pytest.fixture(scope="session")
def java_server() -> Iterator[server.Endpoint]:
    """One server in Java for all tests that ask for it: `setup()` finds it."""
    if (given := server.remote()) is not None:
        yield given
        return
    embedded = server.EmbeddedServer()
    with pytest.MonkeyPatch.context() as patch:
        endpoint = embedded.endpoint()
        patch.setenv("BSS_SERVER", endpoint.address)
        patch.setenv("BSS_TOKEN", endpoint.token)
        yield endpoint
    embedded.close()
