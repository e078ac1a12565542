package bss.hil.bench;

/// Limits that differ between kinds of endpoints: an emulator loses nothing, silicon may.
public interface Tolerances {

    /// A limit by its name, `ID.what_unit`, as in `P26.loss_fraction`.
    ///
    /// @throws IllegalArgumentException if the file has none of that name
    double get(String name);
}
