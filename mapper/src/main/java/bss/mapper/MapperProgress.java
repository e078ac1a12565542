package bss.mapper;

/// Hears how far a mapping is.
@FunctionalInterface
public interface MapperProgress {

    /// Hears nothing.
    MapperProgress NONE = (stage, fraction) -> {};

    /// A stage begins.
    ///
    /// @param stage its name in the report: expand, place, merge, route, drivers, parameters, check
    /// @param fraction of the whole mapping that lies behind, 0 to 1
    void stage(String stage, double fraction);
}
