package bss.mapper.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Collects violations, the first ones of each rule in words.
final class Violations {

    private static final int IN_WORDS = 20;

    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
    private final List<Violation> first = new ArrayList<>();

    void add(Rule rule, Supplier<String> place, Object value, Object right) {
        if (counts.merge(rule, 1L, Long::sum) <= IN_WORDS) {
            first.add(new Violation(rule, place.get(), value.toString(), right.toString()));
        }
    }

    CheckReport report() {
        return new CheckReport(counts, first);
    }
}
