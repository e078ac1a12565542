"""Converts scripts of Python 2 by 2to3, and by nothing else.

2to3 is Python's own up to 3.12 (lib2to3), later that of the package `fissix`.
"""

from __future__ import annotations

import ast
import importlib
import warnings
from pathlib import Path
from typing import Any


def is_python2(script: Path) -> bool:
    """Whether Python 3 does not read a script, or it uses what only Python 2 has."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(script.read_bytes())
    except SyntaxError:
        return True
    gone = {"xrange", "raw_input", "unicode", "execfile", "iteritems", "itervalues", "has_key"}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return bool(gone & used)


def convert(script: Path, folder: Path) -> Path:
    """Writes the converted script into a folder, under its name."""
    refactor = _refactor()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = refactor.__name__.rpartition(".")[0]
        tool = refactor.RefactoringTool(refactor.get_fixers_from_package(f"{package}.fixes"))
        text = script.read_text(encoding="utf-8")
        tree = tool.refactor_string(text if text.endswith("\n") else text + "\n", str(script))
    made = folder / script.name
    made.write_text(str(tree), encoding="utf-8")
    return made


def _refactor() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("lib2to3.refactor", "fissix.refactor"):
            try:
                return importlib.import_module(name)
            except ImportError:
                continue
    raise RuntimeError("this script is of Python 2, and this Python has no 2to3: pip install fissix")
