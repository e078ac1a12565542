package bss.tools.run;

/// Hears how far long work has come.
@FunctionalInterface
public interface Progress {

    /// Hears nothing.
    Progress SILENT = (_, _) -> {};

    /// Work has come to `fraction`, 0 to 1, of `what`, a few words.
    void at(String what, double fraction);
}
