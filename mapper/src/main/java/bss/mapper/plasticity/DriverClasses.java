package bss.mapper.plasticity;

import java.util.Collections;
import java.util.List;

/// What the classes of plasticity ask of the drivers; a driver has synapses of one class.
///
/// @param updated the class whose rows an STDP controller rewrites, so that none of another class may lie
///     between them, or [#NONE]
/// @param group by class: classes of groups 0 and 1 want other floating gates and should lie in different
///     quadrants; [#NONE] if it does not matter
public record DriverClasses(int updated, List<Integer> group) {

    /// No class, no group.
    public static final int NONE = -1;

    public DriverClasses {
        group = List.copyOf(group);
    }

    /// So many classes that ask for drivers of their own and nothing else.
    public static DriverClasses plain(int count) {
        return new DriverClasses(NONE, Collections.nCopies(count, NONE));
    }

    /// Classes, that of synapses without plasticity (0) included.
    public int count() {
        return group.size();
    }
}
