package bss.hil.bench;

import java.time.Duration;
import java.util.Set;

/// What there is to know of a test before it runs.
///
/// @param id as in docs/harness.md, a letter and two digits
/// @param title a few words, for the table
/// @param proves what an endpoint that passes does, in a sentence
/// @param source the test of the real system that it was made after; empty if there is none
/// @param profiles that it belongs to
/// @param needs without which it is skipped
/// @param writesFloatingGates wears a real wafer, so that its writes are counted against a budget
/// @param limit longest time in the profiles smoke and full; in soak it may take the hour
public record Card(
        String id,
        Layer layer,
        String title,
        String proves,
        String source,
        Set<Profile> profiles,
        Set<Need> needs,
        boolean writesFloatingGates,
        Duration limit) {

    public Card {
        if (!id.matches("[A-Z][0-9]{2}")) {
            throw new IllegalArgumentException("test id is %s, must be a letter and two digits".formatted(id));
        }
        profiles = Set.copyOf(profiles);
        needs = Set.copyOf(needs);
    }
}
