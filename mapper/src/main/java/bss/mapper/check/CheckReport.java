package bss.mapper.check;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a check found.
///
/// @param counts violations by rule, without the rules that hold
/// @param violations the first ones of each rule
public record CheckReport(Map<Rule, Long> counts, List<Violation> violations) {

    public CheckReport {
        Map<Rule, Long> copy = new EnumMap<>(Rule.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
        violations = List.copyOf(violations);
    }

    public boolean legal() {
        return counts.isEmpty();
    }
}
