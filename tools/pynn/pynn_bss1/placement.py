"""Where cells lie on the wafer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .display import html_table, text_table

COLUMNS = ("hicann", "denmem", "size", "dnc_merger", "address")
MOST_ROWS = 20


class Placement:
    """One value per cell: chip, the denmem that fires, denmems, DNC merger and L1 address of the output (-1: none)."""

    def __init__(self, columns: dict[str, NDArray[Any]], index: NDArray[np.int64]) -> None:
        self.cell = index
        self.hicann = columns["hicann"][index]
        """0 to 383, -1: no place."""
        self.denmem = columns["denmem"][index]
        """0 to 511, -1 of sources."""
        self.size = columns["size"][index]
        """0 of sources."""
        self.dnc_merger = columns["dnc_merger"][index]
        self.address = columns["address"][index]

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Whether a cell has a place."""
        return np.asarray(self.hicann >= 0)

    def __len__(self) -> int:
        return len(self.hicann)

    def _rows(self) -> tuple[list[str], list[list[object]]]:
        columns = [self.cell, *(getattr(self, name) for name in COLUMNS)]
        rows: list[list[object]] = [[int(c[i]) for c in columns] for i in range(min(len(self), MOST_ROWS))]
        return ["cell", *COLUMNS], rows

    def __repr__(self) -> str:
        more = f"\n... {len(self)} cells" if len(self) > MOST_ROWS else ""
        return text_table(*self._rows()) + more

    def _repr_html_(self) -> str:
        more = f"<p>... {len(self)} cells</p>" if len(self) > MOST_ROWS else ""
        return html_table(*self._rows()) + more
