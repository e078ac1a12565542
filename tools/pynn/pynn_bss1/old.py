"""Names that old versions of PyNN take from numpy, and that newer ones no longer have (Debian patches PyNN instead)."""

from __future__ import annotations

import numpy as np
import pyNN


def mend() -> None:
    """Gives numpy the names that this PyNN needs, and only these."""
    version = tuple(int(part) for part in pyNN.__version__.split(".")[:2])
    if version < (0, 11):
        for name, kind in (("int", int), ("bool", bool)):
            if name not in vars(np):
                setattr(np, name, kind)
    if version < (0, 13) and "in1d" not in vars(np):
        setattr(np, "in1d", np.isin)  # noqa: B010
