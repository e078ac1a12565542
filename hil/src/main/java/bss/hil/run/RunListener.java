package bss.hil.run;

import bss.hil.bench.Card;

/// Hears how a run goes. Called from the threads of the tests too.
public interface RunListener {

    /// Hears nothing.
    RunListener SILENT = new RunListener() {};

    /// A test begins.
    ///
    /// @param index from 0
    default void started(Card card, int index, int of) {}

    /// A test goes on.
    ///
    /// @param fraction that is done, 0 to 1
    default void progress(Card card, double fraction) {}

    /// A test is over.
    default void finished(Outcome outcome) {}
}
