"""The state of this backend: one network in one session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyNN import common
from pyNN.common.control import BaseState

from .errors import RefusedError
from .names import check_names
from .options import Options
from .session import Session

if TYPE_CHECKING:
    from .populations import Population
    from .projections import Projection
    from .standardmodels.electrodes import CurrentSource

name = "BrainScaleS-1"


class ID(int, common.IDMixin):  # type: ignore[misc]
    """One cell."""

    def __init__(self, n: int) -> None:
        int.__init__(n)
        common.IDMixin.__init__(self)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "parent" and not self.celltype.has_parameter(name) and not hasattr(type(self), name):
            check_names([name], self.celltype.get_parameter_names(), type(self.celltype).__name__)
        super().__setattr__(name, value)


class State(BaseState):  # type: ignore[misc]
    """Time, options, and all objects that the script has made since `setup()`."""

    def __init__(self) -> None:
        super().__init__()
        self.mpi_rank = 0
        self.num_processes = 1
        self.dt = 0.1
        self.asked_min_delay: Any = "auto"
        self.max_delay: Any = "auto"
        self.options = Options()
        self.session: Session = Session(self)
        self.clear()

    def clear(self) -> None:
        """Forgets the network; called by `setup()`."""
        self.session.close()
        self.session = Session(self)
        self.populations: list[Population] = []
        self.projections: list[Projection] = []
        self.current_sources: list[CurrentSource] = []
        self.recorders: set[Any] = set()
        self.write_on_end: list[Any] = []
        self.id_counter = 0
        self.segment_counter = -1
        self.running = False
        self.t: float = 0
        self.t_start = 0
        self.segment_counter += 1

    @property
    def min_delay(self) -> Any:
        """As asked for; 'auto' becomes the least delay of the network once it has run."""
        if self.asked_min_delay != "auto" or not self.session.built:
            return self.asked_min_delay
        least = [p.least_delay() for p in self.projections if len(p)]
        return min(least, default=self.dt)

    @min_delay.setter
    def min_delay(self, value: Any) -> None:
        self.asked_min_delay = value

    def run(self, simtime: float) -> None:
        """Runs for so many ms."""
        self.run_until(self.t + simtime)

    def run_until(self, tstop: float) -> None:
        """Runs until a time; builds the network first if it is new."""
        tstop = round(float(tstop), 9)  # not 9.999999999999998 after a hundred times 0.1
        self.session.run_until(max(tstop, self.t))
        self.t = max(tstop, self.t)
        self.running = True

    def reset(self) -> None:
        """Back to time 0, with a new segment."""
        self.session.reset()
        self.running = False
        self.t = 0
        self.t_start = 0
        self.segment_counter += 1

    def may_grow(self, what: str) -> None:
        """Refuses new parts of a network that has run already."""
        if self.running and self.session.built:
            raise RefusedError(
                f"{what} is added at {self.t:g} ms, but the network stays as it is from the first run() on: "
                "add it before, or after reset()"
            )


state = State()
