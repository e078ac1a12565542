package bss.calibration;

import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.Transfer;
import java.util.List;
import java.util.Optional;

/// What a translation knows of one chip: nothing beyond the ideal one, or what was measured.
interface ChipKnowledge {

    /// The modes that the chip may be given, preferred first.
    List<CircuitMode> modes();

    /// The circuit by which values that clip are counted.
    Circuit typical();

    /// The circuit of each denmem alone; empty: all are like [#typical].
    Optional<Circuit> own(int denmem);

    /// V_reset of FG block 0 to 3.
    Transfer reset(int block);

    /// How far the reset potential of a denmem lies from that of its block in V.
    double resetOffset(int block, int denmem);

    /// The code of V_gmax cell `selgmax` of FG block 0 to 3, for rows whose largest conductance is `nanosiemens`.
    int gmaxCode(int block, int selgmax, double nanosiemens);

    /// What the rows conduct with these shared codes, by block and index; empty: as ideal ones.
    Optional<SynapseStrengths> strengths(int[][] shared);
}
