"""marocco's options, as `from pymarocco import PyMarocco` gives them.

What each does here: docs/pynn07.md. What steers the hardware's own troubles (locking, verification) is taken and does
nothing, as the emulator has none of them.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import Any

from .coordinates import HICANNOnWafer, NeuronBlockOnWafer, Place, Wafer
from .defects import Defects
from .errors import UnavailableError
from .groups import Group
from .options import Options, Setting, choice
from .results import LogicalNeuron
from .stats import MappingStats
from .sthal import ESSConfig, HICANNConfigurator, SpeedUp


class NeuronPlacement(Options):
    """How large neurons are. The order in which they are placed is the mapper's own."""

    default_neuron_size = Setting(4)
    restrict_rightmost_neuron_blocks = Setting(False)
    minimize_number_of_sending_repeaters = Setting(True)
    skip_hicanns_without_neuron_blacklisting = Setting(True)
    default_placement_strategy = Setting(None)


class SynapseRouting(Options):
    """How many synapse drivers a chain has at most; 0: the mapper's own."""

    driver_chain_length = Setting(0)
    only_allow_background_events = Setting(False)


class L1Routing(Options):
    """Taken; routes are the mapper's own."""

    Algorithm = choice("Algorithm", "backbone dijkstra")
    PriorityAccumulationMeasure = choice("PriorityAccumulationMeasure", "arithmetic_mean")
    SwitchOrdering = choice(
        "SwitchOrdering",
        "shuffle_switches_with_hicann_enum_as_seed shuffle_switches_with_given_seed switches_in_filled_in_order",
    )
    algorithm = Setting(Algorithm["backbone"])
    priority_accumulation_measure = Setting(PriorityAccumulationMeasure["arithmetic_mean"])
    shuffle_switches_seed = Setting(0)
    switch_ordering = Setting(SwitchOrdering["shuffle_switches_with_hicann_enum_as_seed"])

    def priority(self, projection: Any, value: int = 1) -> None:
        """Taken; the mapper routes all projections together."""


class InputPlacement(Options):
    """Taken; the mapper shares the links by rate."""

    consider_firing_rate = Setting(True)
    bandwidth_utilization = Setting(1.0)


class MergerRouting(Options):
    """Taken; the mapper merges as the rates allow."""

    Strategy = choice("Strategy", "minimize_number_of_sending_repeaters one_to_one minimize_as_possible")
    strategy = Setting(Strategy["minimize_number_of_sending_repeaters"])


class L1AddressAssignment(Options):
    """Taken; the mapper assigns addresses."""

    Strategy = choice("Strategy", "high_first low_first alternating")
    strategy = Setting(Strategy["alternating"])


class ExperimentOptions(Options):
    """The speed-up, and how results are cut."""

    speedup = Setting(1e4)
    bio_duration_in_s = Setting(0.0)
    offset_in_s = Setting(0.0)
    truncate_membrane_traces = Setting(True)
    truncate_spike_times = Setting(True)
    discard_background_events = Setting(True)

    def hardware_duration_in_s(self) -> float:
        return float(self.bio_duration_in_s()) / float(self.speedup())


class ParamTrafo(Options):
    """Where potentials lie and which circuit is used: the mapper chooses both by the parameters of the network."""

    def __init__(self) -> None:
        self._open(use_big_capacitors=True, i_gl_speedup=SpeedUp.NORMAL, alpha_v=10.0, shift_v=1.2)

    def set_trafo_with_bio_to_hw_ratio(
        self, max_bio: float, min_bio: float, max_hw: float = 1.4, min_hw: float = 0.3
    ) -> None:
        """The window that lays the biological range on the hardware's."""
        self.alpha_v = 1000 * (max_hw - min_hw) / (max_bio - min_bio)
        self.shift_v = min_hw - self.alpha_v * min_bio / 1000

    def calculate_hw_value(self, bio_value: float) -> float:
        """Hardware volts of biological millivolts."""
        return float(self.alpha_v * bio_value / 1000 + self.shift_v)


class ManualPlacement:
    """Where populations and views have to go."""

    def __init__(self) -> None:
        self.entries: list[tuple[Group, dict[str, Any]]] = []

    def on_hicann(self, pop: Group, hicann: Any, size: int = 0) -> None:
        """Onto a chip, or any of several; `size` denmems a neuron."""
        self._add(pop, size, hicanns=[int(each) for each in _list(hicann, HICANNOnWafer)])

    def on_neuron_block(self, pop: Group, block: Any, size: int = 0) -> None:
        """Onto a block of a chip, or one of several of the same chip."""
        blocks = _list(block, NeuronBlockOnWafer)
        chips = sorted({int(each.hicann) for each in blocks})
        if len(chips) > 1:
            raise UnavailableError("on_neuron_block: the blocks lie on several chips; take a view for each chip")
        self._add(pop, size, hicanns=chips, blocks=sorted({int(each.place) for each in blocks}))

    def on_neuron(self, pop: Group, neuron: Any) -> None:
        """Onto the chip and block of a neuron, in its size. The columns in the block are the mapper's choice."""
        neurons = _list(neuron, LogicalNeuron)
        sizes = {each.size() for each in neurons}
        if len(sizes) > 1:
            raise UnavailableError(f"on_neuron: neurons of {sorted(sizes)} denmems in one view; take a view for each")
        self.on_neuron_block(pop, [each.front().toNeuronBlockOnWafer() for each in neurons], sizes.pop())

    def with_size(self, pop: Group, size: int) -> None:
        """In a size, anywhere."""
        self._add(pop, size)

    def _add(self, pop: Group, size: int, **where: Any) -> None:
        if not isinstance(pop, Group):
            raise TypeError("the first argument has to be a Population or PopulationView")
        if size and (size < 2 or size > 64 or size % 2):
            raise ValueError(f"a neuron of {size} denmems: must be even, 2 to 64")
        self.entries.append((pop, {"size": int(size), **where}))


def _list(given: Any, kind: type) -> list[Any]:
    members = list(given) if isinstance(given, (list, tuple)) else [given]
    for member in members:
        if not isinstance(member, kind):
            raise TypeError(f"{member!r} is no {kind.__name__}")
    return members


class OldPlacement(Options):
    """The placement of earlier versions."""

    def __init__(self, marocco: PyMarocco) -> None:
        self._marocco: Any = marocco
        self._open(use_output_buffer7_for_dnc_input_and_bg_hack=False, minSPL1=False)

    def setDefaultNeuronSize(self, size: int) -> None:
        self._marocco.neuron_placement.default_neuron_size(size)

    def add(self, pop: Group, hicann: Place, size: int = 0) -> None:
        self._marocco.manual_placement.on_hicann(pop, hicann, size)


class PyMarocco(Options):
    """All options of the mapping and of the run."""

    __version__ = "2.0"

    Backend = choice("Backend", "Without ESS Hardware")
    CalibBackend = choice("CalibBackend", "XML Binary Default")
    Verification = choice("Verification", "Verify Skip VerifyButIgnore")
    CheckL1Locking = choice("CheckL1Locking", "Check SkipCheck CheckButIgnore")
    EnsureAnalogTrigger = choice("EnsureAnalogTrigger", "Ensure SkipEnsure EnsureButIgnore")
    ScrutinizeMapping = choice("ScrutinizeMapping", "Scrutinize SkipScrutinize ScrutinizeButIgnore")

    def __init__(self) -> None:
        self._open(
            backend=PyMarocco.Backend["Without"],
            calib_backend=PyMarocco.CalibBackend["Binary"],
            calib_path="/wang/data/calibration/brainscales/default",
            default_wafer=Wafer(33),
            skip_mapping=False,
            persist="",
            wafer_cfg="",
            continue_despite_synapse_loss=False,
            experiment_time_offset=0.0,
            hicann_configurator=HICANNConfigurator(),
            ess_config=ESSConfig(),
            ess_temp_directory="",
            stats=MappingStats(),
            defects=Defects(),
            param_trafo=ParamTrafo(),
            manual_placement=ManualPlacement(),
            neuron_placement=NeuronPlacement(),
            synapse_routing=SynapseRouting(),
            l1_routing=L1Routing(),
            input_placement=InputPlacement(),
            merger_routing=MergerRouting(),
            l1_address_assignment=L1AddressAssignment(),
            experiment=ExperimentOptions(),
            # without meaning here
            verification=PyMarocco.Verification["Verify"],
            checkl1locking=PyMarocco.CheckL1Locking["Check"],
            ensure_analog_trigger=PyMarocco.EnsureAnalogTrigger["Ensure"],
            scrutinize_mapping=PyMarocco.ScrutinizeMapping["Scrutinize"],
            n_locking_retest=5,
            n_locking_recheck_after_ok=5,
            time_between_rechecks=0,
            bkg_gen_isi=125,
            pll_freq=125e6,
            reset_parameters=False,
            roqt="",
            bio_graph="",
            only_bkg_visible=False,
        )
        self._open(placement=OldPlacement(self))

    def getStats(self) -> MappingStats:
        stats: MappingStats = self.stats  # type: ignore[attr-defined]
        return stats

    def name(self) -> str:
        return "marocco"

    def calibration(self) -> bytes:
        """The set to translate parameters by; empty: the ideal one."""
        options: Any = self
        if options.calib_backend == PyMarocco.CalibBackend["Default"]:
            return b""
        return _file(options.calib_path, ".bsscal", "calib_path", "the ideal calibration is used")


def _file(path: str, ending: str, name: str, otherwise: str) -> bytes:
    from ..progress import notice

    place = Path(path)
    files = sorted(place.glob("*" + ending)) if place.is_dir() else [place] if place.is_file() else []
    if len(files) == 1 and files[0].suffix == ending:
        return files[0].read_bytes()
    if place.exists():
        raise UnavailableError(f"{name}: {path} has no single {ending} file; BrainScaleS-1's own files are not read")
    notice("info", f"{name}: there is no {path} here, {otherwise}")
    return b""


def _members() -> None:
    """`PyMarocco.ESS` beside `PyMarocco.Backend.ESS`."""
    for owner in (PyMarocco, MergerRouting, L1AddressAssignment, L1Routing):
        for kind in [each for each in vars(owner).values() if isinstance(each, type) and issubclass(each, IntEnum)]:
            for member in kind:
                setattr(owner, member.name, member)


_members()
