package bss.hil.mutant;

import bss.spec.backend.RunCounters;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/// Counters with one of them changed.
final class Counters {

    private Counters() {}

    /// Says that a counter has another value.
    ///
    /// @param name of the counter
    static RunCounters with(RunCounters counters, String name, long value) {
        RecordComponent[] components = RunCounters.class.getRecordComponents();
        Object[] values = new Object[components.length];
        boolean known = false;
        try {
            for (int i = 0; i < components.length; i++) {
                boolean here = components[i].getName().equals(name);
                known |= here;
                values[i] = here ? value : components[i].getAccessor().invoke(counters);
            }
            if (!known) {
                throw new IllegalArgumentException("no counter is called " + name);
            }
            return RunCounters.class
                    .getConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
