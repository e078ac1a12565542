package bss.mapper.rows;

import bss.spec.mapping.Loss;
import java.util.List;

/// Which row has which settings, and which synapse lies where.
public final class RowAssignment {

    private final List<AssignedRow> rows;
    private final int[] site;
    private final List<Loss> losses;

    /// The assignment.
    ///
    /// @param rows in use, in the order of the chains
    /// @param site by synapse: hicann * 114688 + row * 256 + column, or -1 - reason
    /// @param losses the reasons
    public RowAssignment(List<AssignedRow> rows, int[] site, List<Loss> losses) {
        this.rows = List.copyOf(rows);
        this.site = site;
        this.losses = List.copyOf(losses);
    }

    public List<AssignedRow> rows() {
        return rows;
    }

    /// Synapses, realised and lost.
    public int size() {
        return site.length;
    }

    public boolean realised(int synapse) {
        return site[synapse] >= 0;
    }

    /// The circuit of a realised synapse, -1 - reason of a lost one.
    public int site(int synapse) {
        return site[synapse];
    }

    /// Why a synapse was lost.
    public Loss loss(int synapse) {
        return losses.get(-1 - site[synapse]);
    }

    public List<Loss> losses() {
        return losses;
    }
}
