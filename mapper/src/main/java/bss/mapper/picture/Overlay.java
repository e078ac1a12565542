package bss.mapper.picture;

import java.util.Locale;

/// What the chips of a picture are coloured by.
public enum Overlay {
    /// Synapse drivers in use.
    USE,
    /// Synapses lost at their target's chip.
    LOSS,
    /// L1 lines in use; they are also drawn as trunks.
    LINES,
    /// Components marked as defect.
    DEFECTS;

    /// Name for users.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
