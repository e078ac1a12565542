import os
import subprocess
import sys
from pathlib import Path

import pynn_bss1

SCENARIO = """
import pytest

@pytest.mark.parametrize("sim", ["nest", "neuron"])
def test_name(sim):
    assert sim.__name__ == "pynn_bss1"

@pytest.mark.parametrize("sim", ["nest"])
def test_refused(sim):
    raise NotImplementedError("no HH circuit")

@pytest.mark.parametrize("sim", ["nest"])
@pytest.mark.parametrize("n", [1, 2])
def test_failed(sim, n):
    assert n == 1

def test_import():
    import pyNN.bss1
"""


def test_scenarios_of_other_simulators_run_here(tmp_path):
    (tmp_path / "test_scenario.py").write_text(SCENARIO)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "pynn_bss1.pytest_plugin", "test_scenario.py"],
        cwd=tmp_path,
        # nobody asks this server for anything
        env={**os.environ, "PYTHONPATH": str(Path(pynn_bss1.__file__).parents[1]), "BSS_SERVER": "127.0.0.1:9"},
        capture_output=True,
        text=True,
    )
    listed = {line for line in done.stdout.splitlines() if "test_scenario.py::" in line}
    assert {
        "passed   test_scenario.py::test_name[bss1]",
        "passed   test_scenario.py::test_import",
        "passed   test_scenario.py::test_failed[1-bss1]",
        "refused  test_scenario.py::test_refused[bss1]: no HH circuit",
        "failed   test_scenario.py::test_failed[2-bss1]",
    } <= listed, done.stdout + done.stderr
    assert done.returncode == 1
    assert "3 passed" in done.stdout
    assert "1 refused" in done.stdout
