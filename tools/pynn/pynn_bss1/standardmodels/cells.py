"""Cells and sources of spikes. Native names and units are PyNN's own: the server does all translation to the wafer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyNN.standardmodels import build_translations, cells

from ..names import Checked, ModelRefusedError
from ..options import Options

Columns = dict[str, NDArray[Any]]


def same(base: Any) -> Any:
    """Every parameter by its own name."""
    return build_translations(*((name, name) for name in base.default_parameters))


class Cell(Checked):
    """What becomes of a population in a job."""

    job_type = ""
    """Of the server."""
    on_wafer = True
    missing = ""
    """What the circuit lacks, if it has no such cell."""
    kernel = "exp"
    """Of synapses: exponential or alpha function."""
    current_based = False
    constants: dict[str, float] = {}  # noqa: RUF012
    """Parameters of the server that PyNN's cell does not have."""

    @classmethod
    def check_engine(cls, options: Options) -> None:
        """Refuses the cell where the engine does not have it."""
        if cls.on_wafer or not options.on_wafer:
            return
        name = cls.__name__
        if not options.approximate:
            raise ModelRefusedError(
                f"{name} is not available with engine '{options.engine}': {cls.missing}. setup(approximate=True) "
                f"approximates it and states the error; engine 'reference' has it"
            )

    def job_parameters(self, native: Columns) -> Columns:
        """What the server gets."""
        size = len(next(iter(native.values())))
        return native | {name: np.full(size, value) for name, value in self.constants.items()}


class IF_cond_exp(Cell, cells.IF_cond_exp):  # type: ignore[misc]
    __doc__ = cells.IF_cond_exp.__doc__
    job_type = "IF_cond_exp"
    translations = same(cells.IF_cond_exp)


class EIF_cond_exp_isfa_ista(Cell, cells.EIF_cond_exp_isfa_ista):  # type: ignore[misc]
    __doc__ = cells.EIF_cond_exp_isfa_ista.__doc__
    job_type = "EIF_cond_exp_isfa_ista"
    translations = same(cells.EIF_cond_exp_isfa_ista)


class IF_facets_hardware1(Cell, cells.IF_facets_hardware1):  # type: ignore[misc]
    """The neuron of the first FACETS hardware: an `IF_cond_exp` with cm 0.2 nF, tau_refrac 1 ms and e_rev_E 0 mV."""

    job_type = "IF_cond_exp"
    translations = build_translations(
        *((name, name) for name in cells.IF_facets_hardware1.default_parameters if name != "g_leak"),
        ("g_leak", "tau_m", "200.0/g_leak", "200.0/tau_m"),
    )
    constants = {"cm": 0.2, "tau_refrac": 1.0, "e_rev_E": 0.0, "i_offset": 0.0}  # noqa: RUF012


class IF_cond_alpha(Cell, cells.IF_cond_alpha):  # type: ignore[misc]
    __doc__ = cells.IF_cond_alpha.__doc__
    job_type = "IF_cond_alpha"
    on_wafer = False
    kernel = "alpha"
    missing = "the synaptic inputs of the wafer decay exponentially, they have no alpha function"
    translations = same(cells.IF_cond_alpha)


class EIF_cond_alpha_isfa_ista(Cell, cells.EIF_cond_alpha_isfa_ista):  # type: ignore[misc]
    __doc__ = cells.EIF_cond_alpha_isfa_ista.__doc__
    job_type = "EIF_cond_alpha_isfa_ista"
    on_wafer = False
    kernel = "alpha"
    missing = IF_cond_alpha.missing
    translations = same(cells.EIF_cond_alpha_isfa_ista)


class IF_curr_exp(Cell, cells.IF_curr_exp):  # type: ignore[misc]
    __doc__ = cells.IF_curr_exp.__doc__
    job_type = "IF_curr_exp"
    on_wafer = False
    current_based = True
    missing = "the synaptic inputs of the wafer are conductances, they inject no currents"
    translations = same(cells.IF_curr_exp)


class IF_curr_alpha(Cell, cells.IF_curr_alpha):  # type: ignore[misc]
    __doc__ = cells.IF_curr_alpha.__doc__
    job_type = "IF_curr_alpha"
    on_wafer = False
    kernel = "alpha"
    current_based = True
    missing = "the synaptic inputs of the wafer are conductances that decay exponentially, they inject no currents"
    translations = same(cells.IF_curr_alpha)


class SpikeSourcePoisson(Cell, cells.SpikeSourcePoisson):  # type: ignore[misc]
    __doc__ = cells.SpikeSourcePoisson.__doc__
    job_type = "SpikeSourcePoisson"
    translations = same(cells.SpikeSourcePoisson)


class SpikeSourceArray(Cell, cells.SpikeSourceArray):  # type: ignore[misc]
    __doc__ = cells.SpikeSourceArray.__doc__
    job_type = "SpikeSourceArray"
    translations = same(cells.SpikeSourceArray)


class SpikeSourceGamma(Cell, cells.SpikeSourceGamma):  # type: ignore[misc]
    """A gamma process, drawn in Python as far as the network runs."""

    job_type = "SpikeSourceArray"
    translations = same(cells.SpikeSourceGamma)

    def job_parameters(self, native: Columns) -> Columns:
        return {}

    @staticmethod
    def intervals(rng: np.random.Generator, p: dict[str, float], n: int) -> NDArray[np.float64]:
        """In ms."""
        return rng.gamma(p["alpha"], 1000 / p["beta"], n)

    @staticmethod
    def mean(p: dict[str, float]) -> float:
        """Of the intervals, ms; infinite for a source that is silent."""
        return 1000 * p["alpha"] / p["beta"] if p["beta"] > 0 else np.inf


class SpikeSourcePoissonRefractory(Cell, cells.SpikeSourcePoissonRefractory):  # type: ignore[misc]
    """A Poisson process with dead time, drawn in Python as far as the network runs."""

    job_type = "SpikeSourceArray"
    translations = same(cells.SpikeSourcePoissonRefractory)

    def job_parameters(self, native: Columns) -> Columns:
        return {}

    @staticmethod
    def intervals(rng: np.random.Generator, p: dict[str, float], n: int) -> NDArray[np.float64]:
        """In ms; `rate` is that with the dead time, as in PyNN."""
        return p["tau_refrac"] + rng.exponential(1000 / p["rate"] - p["tau_refrac"], n)

    @staticmethod
    def mean(p: dict[str, float]) -> float:
        """Of the intervals, ms; infinite for a source that is silent."""
        return 1000 / p["rate"] if p["rate"] > 0 else np.inf
