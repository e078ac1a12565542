import re
import subprocess
from pathlib import Path

from pynn_bss1 import places, server
from pynn_bss1.version import VERSION

CLONE = Path(__file__).resolve().parents[3]


def test_the_version_is_that_of_the_jars():
    assert re.search(r"<version>(.*?)</version>", (CLONE / "pom.xml").read_text())[1] == VERSION


def test_flags_are_those_of_the_launcher():
    launcher = (CLONE / "tools" / "bin" / "launch").read_text()
    for flag in server.FLAGS:
        assert flag == "-XX:-UsePerfData" or flag in launcher, flag


def test_a_runtime_without_compiler_is_found(tmp_path, monkeypatch):
    runtime = tmp_path / "jre"
    (runtime / "bin").mkdir(parents=True)
    (runtime / "bin" / "java").write_text("#!/bin/sh\n")
    (runtime / "bin" / "java").chmod(0o755)
    (runtime / "release").write_text('JAVA_VERSION="25.0.1"\n')
    monkeypatch.setenv("JAVA_HOME", str(runtime))
    assert server.java() == runtime / "bin" / "java"
    compiler = subprocess.run(["sh", str(places.find_jdk())], capture_output=True, text=True)
    assert compiler.stdout.strip() != str(runtime)


def test_the_licence_is_pynn_s():
    licence = Path(__file__).resolve().parents[1] / "LICENSE"
    assert "CeCILL FREE SOFTWARE LICENSE AGREEMENT" in licence.read_text()[:100]
