"""Brings the jars of the clone into the wheel."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build import build
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
CLONE = HERE.parents[1] if len(HERE.parents) > 1 else HERE


class Build(build):
    """Builds away from the sources, so that no jar of an earlier build is left over."""

    def initialize_options(self) -> None:
        super().initialize_options()
        self.build_base = tempfile.mkdtemp(prefix="pynn-bss1-build-")
        atexit.register(shutil.rmtree, self.build_base, ignore_errors=True)


class BuildWithJars(build_py):
    """The Python files, the jars, the descriptor set, and the script that finds Java."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return  # an editable package finds the clone around it
        binaries = CLONE / "tools" / "bin"
        if not (binaries / "jars").is_file():
            sys.exit(
                "pynn-bss1 brings jars that are built in a clone of its repository, and there is none around "
                f"{HERE}: in a clone, pip install ./tools/pynn (with pip 21.3 or newer)"
            )
        built = subprocess.run([binaries / "jars"], stdout=subprocess.PIPE, text=True)
        if built.returncode != 0:
            sys.exit("the jars were not built, see above")
        package = Path(self.build_lib) / "pynn_bss1"
        # an embedded server keeps nothing and measures nothing: it needs no SQLite and no Prometheus
        leave_out = shutil.ignore_patterns(
            "sqlite-jdbc-*.jar", "micrometer-registry-prometheus-*.jar", "prometheus-metrics-*.jar"
        )
        shutil.copytree(built.stdout.strip(), package / "jars", dirs_exist_ok=True, ignore=leave_out)
        shutil.copy(CLONE / "tools" / "target" / "classes" / "bss" / "v1" / "job.desc", package)
        shutil.copy(binaries / "find-jdk", package)


class WheelWithNatives(bdist_wheel):
    """Any Python 3, but the natives of OR-Tools are of one platform."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


class NoSourceDistribution(sdist):
    def run(self) -> None:
        sys.exit(
            "a source distribution of pynn-bss1 would lack the Java sources: build a wheel (pip wheel ./tools/pynn)"
        )


setup(
    cmdclass={
        "build": Build,
        "build_py": BuildWithJars,
        "bdist_wheel": WheelWithNatives,
        "sdist": NoSourceDistribution,
    }
)
