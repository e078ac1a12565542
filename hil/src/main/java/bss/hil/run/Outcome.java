package bss.hil.run;

import bss.hil.bench.Card;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A test that ran, or was left out.
///
/// @param seed that its random numbers came from
/// @param message why it did not pass; empty if it did
/// @param seconds that it took, with clean-up
/// @param fpgas that it used
/// @param lastFrames what passed last, if something went wrong
/// @param transcript file, if one was written
public record Outcome(
        Card card,
        Verdict verdict,
        long seed,
        String message,
        double seconds,
        List<Integer> fpgas,
        List<Figure> figures,
        List<String> notes,
        List<String> lastFrames,
        Traffic traffic,
        Optional<Path> transcript) {

    public Outcome {
        fpgas = List.copyOf(fpgas);
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
        lastFrames = List.copyOf(lastFrames);
    }
}
