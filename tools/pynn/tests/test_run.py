import os
import subprocess
import sys
from pathlib import Path

import pynn_bss1

PACKAGE = Path(pynn_bss1.__file__).parents[1]


def run(tmp_path, script, *arguments):
    (tmp_path / "script.py").write_text(script)
    return subprocess.run(
        [sys.executable, "-m", "pynn_bss1.run", "script.py", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_script_finds_the_simulator_by_its_name(tmp_path):
    (tmp_path / "beside.py").write_text("word = 'beside'\n")
    script = """
import sys
import beside
from pyNN.utility import get_simulator
sim, options = get_simulator()
import pyNN.bss1
print(sim.__name__, sim is pyNN.bss1, beside.word, __name__, sys.argv)
"""
    done = run(tmp_path, script, "bss1")
    assert done.stdout.split("\n")[-2] == "pynn_bss1 True beside __main__ ['script.py', 'bss1']", done.stderr
    assert done.returncode == 0


def test_an_error_is_shown_at_the_script_s_own_line(tmp_path):
    done = run(tmp_path, "def f():\n    raise ValueError('no')\n\nf()\n")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert 'script.py", line 4, in <module>' in lines[1]
    assert "runpy" not in done.stderr
    assert lines[-1] == "ValueError: no"


def test_a_script_that_does_not_compile_is_named(tmp_path):
    done = run(tmp_path, "x = = 1\n")
    assert done.returncode == 1
    assert 'script.py", line 1' in done.stderr
    assert "runpy" not in done.stderr


def test_a_script_chooses_its_exit_status(tmp_path):
    assert run(tmp_path, "import sys; sys.exit(7)\n").returncode == 7


def test_no_script_is_told(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "pynn_bss1.run", "nowhere.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "nowhere.py: no such script\n"
