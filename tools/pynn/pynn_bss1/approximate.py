"""Cells that the circuit approximates (`setup(approximate=True)`): by its exponential conductances.

An alpha function of peak w and rise time tau (area w e tau, mean time 2 tau) becomes the exponential of the same area
and mean time: 2 tau, e w / 2. A synaptic current becomes a conductance towards a far reversal potential, such that a
PSP from half way between rest and threshold has the same peak; elsewhere its driving force differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .progress import notice

if TYPE_CHECKING:
    from .populations import Population

Column = NDArray[np.float64]

FAR = {"excitatory": 20.0, "inhibitory": -120.0}
"""mV: 1.4 V, above which E_synx saturates, and 0 V, in the default voltage window (1.2 V + 10 x)."""

JOB_TYPE = {
    "IF_cond_alpha": "IF_cond_exp",
    "IF_curr_exp": "IF_cond_exp",
    "IF_curr_alpha": "IF_cond_exp",
    "EIF_cond_alpha_isfa_ista": "EIF_cond_exp_isfa_ista",
}

_TAU = {"excitatory": "tau_syn_E", "inhibitory": "tau_syn_I"}
_REVERSAL = {"excitatory": "e_rev_E", "inhibitory": "e_rev_I"}
_STEPS = 400
# strength of a conductance: its integral over the capacitance
_STRENGTHS = np.concatenate([[0.0], np.geomspace(1e-3, 20, 40)])


class Cells:
    """A population as the circuit approximates it."""

    def __init__(self, population: Population) -> None:
        self._population = population
        self._kind = type(population.celltype)
        self._tables: dict[str, _Table] = {}
        notice("warning", self._notice())

    def _native(self) -> dict[str, Column]:
        return {name: np.asarray(c, dtype=float) for name, c in self._population._parameters.items()}

    def parameters(self, again: bool = False) -> dict[str, Any]:
        """Of the cell that the server gets."""
        if again:
            self._tables.clear()
        native = dict(self._native())
        if self._kind.kernel == "alpha":
            for name in _TAU.values():
                native[name] = 2 * native[name]
        if self._kind.current_based:
            for receptor, name in _REVERSAL.items():
                native[name] = np.full(self._population.size, FAR[receptor])
        return native

    def weights(self, receptor: str, weights: Column, cells: NDArray[np.int32]) -> Column:
        """Conductances in uS."""
        if not self._kind.current_based:
            return np.asarray(weights * np.e / 2)
        return self._table(receptor).conductances(np.abs(weights), cells)

    def scale(self, receptor: str, weights: Column, cells: NDArray[np.int32]) -> Column:
        """By what a conductance is multiplied to have the weight that it stands for."""
        if not self._kind.current_based:
            return np.full(len(weights), 2 / np.e)
        small = np.where(weights == 0, np.copysign(1e-9, 1 if receptor == "excitatory" else -1), weights)
        return np.asarray(small / self.weights(receptor, small, cells))

    def bound(self, receptor: str, weight: float) -> float:
        """Of plasticity: one for all cells."""
        cells = np.arange(self._population.size, dtype=np.int32)
        return float(np.mean(self.weights(receptor, np.full(cells.size, weight), cells)))

    def _table(self, receptor: str) -> _Table:
        if receptor not in self._tables:
            self._tables[receptor] = _Table(self._native(), receptor, self._kind.kernel)
        return self._tables[receptor]

    def _notice(self) -> str:
        name, native = self._kind.__name__, self._native()
        parts = [f"population '{self._population.label}': {name} is approximated"]
        if self._kind.kernel == "alpha":
            errors = [_kernel_error(native, receptor) for receptor in _TAU]
            parts.append(
                "alpha functions by exponentials of equal area and mean time, a PSP differs by up to "
                f"{100 * max(errors):.0f} % of its peak"
            )
        if self._kind.current_based:
            half = (native["v_thresh"] - native["v_rest"]) / 2
            middle = native["v_rest"] + half
            off = {r: float(np.max(np.abs(half / (FAR[r] - middle)))) for r in FAR}
            parts.append(
                f"synaptic currents by conductances towards {FAR['excitatory']:g} and {FAR['inhibitory']:g} mV, "
                "PSPs are right half way from v_rest to v_thresh and off by up to "
                f"{100 * off['excitatory']:.0f} % (excitatory) "
                f"and {100 * off['inhibitory']:.0f} % (inhibitory) at these"
            )
        return ": ".join((parts[0], "; ".join(parts[1:])))


class _Table:
    """Peaks of PSPs over conductances, for every set of parameters that occurs."""

    def __init__(self, native: dict[str, Column], receptor: str, kernel: str) -> None:
        rows = np.stack([native[n] for n in (_TAU[receptor], "tau_m", "cm", "v_rest", "v_thresh")], axis=1)
        unique, self._row = np.unique(rows, axis=0, return_inverse=True)
        self._row = self._row.reshape(-1)
        tau, tau_m, cm, rest, threshold = unique.T
        drive = np.abs(FAR[receptor] - (rest + threshold) / 2)
        # a current of 1 nA moves the membrane as much as a fraction of the drive
        area = np.e * tau if kernel == "alpha" else tau
        self._per_current = _peaks(tau, tau_m, kernel, np.array([1.0]), driven=False)[:, 0] * area / cm / drive
        decay = 2 * tau if kernel == "alpha" else tau
        self._peaks = _peaks(decay, tau_m, "exp", _STRENGTHS, driven=True)
        self._conductances = _STRENGTHS * (cm / decay)[:, None]

    def conductances(self, currents: Column, cells: NDArray[np.int32]) -> Column:
        row = self._row[cells]
        peaks = currents * self._per_current[row]
        found = np.empty(len(row))
        order = np.argsort(row, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(row[order])) + 1):
            if part.size:
                r = row[part[0]]
                found[part] = np.interp(peaks[part], self._peaks[r], self._conductances[r])
        return found


def _course(tau: Column, tau_m: Column, kernel: str, strengths: Column, driven: bool) -> NDArray[np.float64]:
    """PSPs over time, by set of parameters and strength: as a part of the drive, which `driven` ones use up."""
    span = 6 * np.maximum(tau, tau_m)
    h = (span / _STEPS)[:, None]
    decay, leak = tau[:, None], tau_m[:, None]

    def feed(t: NDArray[np.float64]) -> NDArray[np.float64]:
        shape = t / decay if kernel == "alpha" else 1.0
        return np.asarray(strengths * shape * np.exp(-t / decay) / decay)

    def slope(t: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(-x / leak + feed(t) * ((1 - x) if driven else 1))

    x = np.zeros((tau.size, strengths.size))
    course = [x]
    for step in range(_STEPS):
        t = step * h
        k1 = slope(t, x)
        k2 = slope(t + h / 2, x + h / 2 * k1)
        k3 = slope(t + h / 2, x + h / 2 * k2)
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(t + h, x + h * k3))
        course.append(x)
    return np.stack(course)


def _peaks(tau: Column, tau_m: Column, kernel: str, strengths: Column, driven: bool) -> NDArray[np.float64]:
    return np.asarray(np.maximum.accumulate(_course(tau, tau_m, kernel, strengths, driven).max(axis=0), axis=1))


def _kernel_error(native: dict[str, Column], receptor: str) -> float:
    """Largest distance of both PSPs, as a part of the peak."""
    rows = np.unique(np.stack([native[_TAU[receptor]], native["tau_m"]], axis=1), axis=0)
    one = np.array([1.0])
    # the same span of time for both
    alpha = _course(rows[:, 0], np.maximum(rows[:, 1], 2 * rows[:, 0]), "alpha", one, driven=False)
    exp = _course(2 * rows[:, 0], np.maximum(rows[:, 1], 2 * rows[:, 0]), "exp", one, driven=False)
    return float((np.abs(alpha - exp).max(axis=0) / alpha.max(axis=0)).max())
