package bss.mapper.check;

/// A broken rule.
///
/// @param place the component, in words
/// @param value what is there
/// @param right what would be right
public record Violation(Rule rule, String place, String value, String right) {

    @Override
    public String toString() {
        return "%s: %s is %s, must be %s".formatted(rule, place, value, right);
    }
}
