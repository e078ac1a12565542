"""The text files of PyNN 0.7: a header, then a row for each value with the cell in the last column."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .groups import Group


class BaseFile:
    """A file by its name; `write(data, metadata)`, `read()`."""

    def __init__(self, filename: str, mode: str = "r") -> None:
        self.name = filename
        self.mode = mode

    def close(self) -> None:
        """Nothing stays open."""


class StandardTextFile(BaseFile):
    """Columns of text under lines `# name = value`."""

    def write(self, data: Any, metadata: dict[str, Any]) -> None:
        header = "\n".join(f"{name} = {value}" for name, value in metadata.items())
        np.savetxt(self.name, np.asarray(data), fmt="%.10g", delimiter="\t", header=header)

    def read(self) -> NDArray[np.float64]:
        return np.loadtxt(self.name, ndmin=2)

    def get_metadata(self) -> dict[str, str]:
        lines = [line[1:].split("=", 1) for line in Path(self.name).read_text().splitlines() if line.startswith("#")]
        return {pair[0].strip(): pair[1].strip() for pair in lines if len(pair) == 2}


class PickleFile(BaseFile):
    """A pickled pair of data and metadata."""

    def write(self, data: Any, metadata: dict[str, Any]) -> None:
        Path(self.name).write_bytes(pickle.dumps((np.asarray(data), dict(metadata))))

    def read(self) -> Any:
        return pickle.loads(Path(self.name).read_bytes())[0]

    def get_metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = pickle.loads(Path(self.name).read_bytes())[1]
        return metadata


class NumpyBinaryFile(BaseFile):
    """NumPy's npz, with `data` and `metadata`."""

    def write(self, data: Any, metadata: dict[str, Any]) -> None:
        with open(self.name, "wb") as out:
            np.savez(out, data=np.asarray(data), metadata=np.array([[k, str(v)] for k, v in metadata.items()]))

    def read(self) -> Any:
        return np.load(self.name)["data"]


def write(file: Any, rows: NDArray[np.float64], group: Group, variable: str) -> None:
    """Writes results as 0.7 does: the cell goes to the last column."""
    compatible = np.column_stack([rows[:, 1:], rows[:, :1]])
    metadata = {
        "variable": variable,
        "label": group.label,
        "size": group.size,
        "first_index": 0,
        "last_index": group.size - 1,
        "n": len(rows),
        "dt": group.network.timestep,
    }
    target = StandardTextFile(str(file), "w") if isinstance(file, (str, Path)) else file
    target.write(compatible, metadata)
