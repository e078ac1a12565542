package bss.mapper.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Counts while a mapping is compared, and keeps the first examples.
final class Findings {

    long realised;
    long wrong;
    long missing;
    long background;
    int mute;
    int unheard;

    private final int maxExamples;
    private final List<String> examples = new ArrayList<>();

    Findings(int maxExamples) {
        this.maxExamples = maxExamples;
    }

    void example(Supplier<String> words) {
        if (examples.size() < maxExamples) {
            examples.add(words.get());
        }
    }

    VerifyReport report(long requested, long reported) {
        return new VerifyReport(
                requested,
                reported,
                realised,
                requested - reported,
                wrong,
                missing,
                background,
                mute,
                unheard,
                examples);
    }
}
