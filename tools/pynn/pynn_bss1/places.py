"""Where the jars and the descriptor set lie: in the installed package, or in the clone that this file stands in."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .errors import ServerError

PACKAGE = Path(__file__).resolve().parent


def clone() -> Path | None:
    """The root of the clone around this package, if there is one."""
    root = PACKAGE.parents[2] if len(PACKAGE.parents) > 2 else None
    return root if root is not None and (root / "tools" / "bin" / "jars").is_file() else None


def jars() -> Path:
    """The folder of the jars; in a clone they are built when a source is newer."""
    packaged = PACKAGE / "jars"
    if any(packaged.glob("*.jar")):
        return packaged
    root = clone()
    if root is None:
        raise ServerError(f"{packaged} has no jars: install the package again (pip install ./tools/pynn in a clone)")
    # the build may take a minute: what it says is seen at once
    built = subprocess.run(
        [root / "tools" / "bin" / "jars"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    if built.returncode != 0:
        raise ServerError(f"the jars were not built ({root}/tools/bin/jars): see what the build said")
    return Path(built.stdout.strip())


def descriptor_set() -> Path:
    """The descriptor set of `job.proto`."""
    packaged = PACKAGE / "job.desc"
    root = clone()
    if packaged.is_file():
        return packaged
    if root is None:
        raise ServerError(f"{packaged} is missing: install the package again (pip install ./tools/pynn in a clone)")
    compiled = root / "tools" / "target" / "classes" / "bss" / "v1" / "job.desc"
    if not compiled.is_file():
        jars()
    return compiled


def find_jdk() -> Path:
    """The script that finds a Java runtime."""
    packaged = PACKAGE / "find-jdk"
    root = clone()
    return packaged if root is None or packaged.is_file() else root / "tools" / "bin" / "find-jdk"
