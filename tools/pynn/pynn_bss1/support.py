"""What is supported, where, and with what remark: `python -m pynn_bss1.support` prints the table as Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from .standardmodels import cells, electrodes, refused, synapses

YES = "yes"
NO = "no"
APPROXIMATED = "approximated"
LIMITED = "as the hardware allows"


@dataclass(frozen=True)
class Support:
    """Of one thing of PyNN's."""

    group: str
    name: str
    reference: str
    """With engine "reference": yes, no."""
    wafer: str
    """With engines "emulator" and "realised": yes, as the hardware allows, approximated, no."""
    remark: str = ""


def _refused(group: str, models: dict[str, str]) -> list[Support]:
    return [Support(group, name, NO, NO, why) for name, why in models.items()]


_NEEDS = "only with `setup(approximate=True)`, which states the error: "

TABLE: list[Support] = [
    Support(
        "cells", cells.IF_cond_exp.__name__, YES, LIMITED, "values out of reach are clipped, see `mapping_report()`"
    ),
    Support("cells", cells.EIF_cond_exp_isfa_ista.__name__, YES, LIMITED, "as `IF_cond_exp`"),
    Support("cells", cells.IF_facets_hardware1.__name__, YES, LIMITED, "`IF_cond_exp` with 0.2 nF, 1 ms, 0 mV"),
    Support(
        "cells", cells.IF_cond_alpha.__name__, YES, APPROXIMATED, _NEEDS + "exponential of equal area and mean time"
    ),
    Support("cells", cells.EIF_cond_alpha_isfa_ista.__name__, YES, APPROXIMATED, "as `IF_cond_alpha`"),
    Support(
        "cells",
        cells.IF_curr_exp.__name__,
        YES,
        APPROXIMATED,
        _NEEDS + "conductances towards 20 mV and -120 mV, PSPs of equal peak half way from rest to threshold",
    ),
    Support("cells", cells.IF_curr_alpha.__name__, YES, APPROXIMATED, "as `IF_cond_alpha` and `IF_curr_exp`"),
    *_refused("cells", refused.CELLS),
    Support("sources", cells.SpikeSourceArray.__name__, YES, YES, "times may be changed between runs"),
    Support("sources", cells.SpikeSourcePoisson.__name__, YES, YES, "drawn by `setup(seed=...)`"),
    Support("sources", cells.SpikeSourceGamma.__name__, YES, YES, "drawn in Python as far as the network runs"),
    Support("sources", cells.SpikeSourcePoissonRefractory.__name__, YES, YES, "as `SpikeSourceGamma`"),
    Support(
        "synapses",
        synapses.StaticSynapse.__name__,
        YES,
        LIMITED,
        "weights of 4 bits and a scale; delays are the wafer's own: `realised_weights()`, `realised_delays()`",
    ),
    Support(
        "synapses",
        synapses.TsodyksMarkramSynapse.__name__,
        YES,
        LIMITED,
        "depressing, facilitating or static by synapse driver",
    ),
    *_refused("synapses", refused.SYNAPSES),
    Support("plasticity", synapses.SpikePairRule.__name__, YES, LIMITED, "one rule for a projection"),
    Support("plasticity", synapses.AdditiveWeightDependence.__name__, YES, LIMITED, "steps of the 4-bit weight"),
    *_refused("plasticity", refused.PLASTICITY),
    Support("currents", electrodes.DCSource.__name__, YES, LIMITED, "one current of a chip at a time; quantised"),
    Support("currents", electrodes.StepCurrentSource.__name__, YES, LIMITED, "as `DCSource`; 129 values"),
    Support("currents", electrodes.ACSource.__name__, YES, NO, "the generators of the wafer play tables of 129 values"),
    Support("currents", electrodes.NoisyCurrentSource.__name__, YES, NO, "as `ACSource`"),
    Support("currents", "i_offset", YES, LIMITED, "folded into the resting potential"),
    Support("recordables", "spikes", YES, YES),
    Support("recordables", "v", YES, LIMITED, "of any cell on ideal silicon; on typical silicon of twelve at once"),
    Support(
        "recordables", "w, gsyn_exc, gsyn_inh", YES, LIMITED, "on ideal silicon alone: the wafer has no output for them"
    ),
]


def markdown() -> str:
    """The table as Markdown, by group."""
    lines: list[str] = []
    group = ""
    for each in TABLE:
        if each.group != group:
            group = each.group
            lines += ["", f"### {group.capitalize()}", "", "| name | reference | wafer | remark |", "|---|---|---|---|"]
        name = ", ".join(f"`{part}`" for part in each.name.split(", "))
        lines.append(f"| {name} | {each.reference} | {each.wafer} | {each.remark} |")
    return "\n".join(lines[1:]) + "\n"


if __name__ == "__main__":
    print(markdown(), end="")
