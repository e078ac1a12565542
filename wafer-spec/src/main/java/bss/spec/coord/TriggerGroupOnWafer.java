package bss.spec.coord;

import java.util.List;

/// Four reticles whose membrane recordings share one trigger line.
///
/// Index = value, 0 to 11. Table: halco:src/halco/hicann/v2/lookup_tables.cpp reticle_adc_trigger_grid.
///
/// @param value the number, 0 to 11
public record TriggerGroupOnWafer(int value) implements Comparable<TriggerGroupOnWafer> {

    public static final int COUNT = 12;

    /// By reticle index; the lines are the rows of reticles from north to south.
    // spotless:off
    private static final int[] GROUP_OF_DNC = {
                      5,  5,  6,
                  4,  5,  5,  6,  6,
              3,  4,  4,  7,  7,  6,  8,
          3,  3,  3,  4,  7,  7,  8,  8,  8,
          2,  2,  2,  1, 10, 10,  9,  9,  9,
              2,  1,  1, 10, 10, 11,  9,
                  1,  0, 11, 11, 11,
                      0,  0,  0,
    };
    // spotless:on

    private static final List<TriggerGroupOnWafer> ALL = Places.list(COUNT, TriggerGroupOnWafer::new);

    /// @throws IllegalArgumentException outside 0 to 11
    public TriggerGroupOnWafer {
        Places.check(value, COUNT, "trigger group on the wafer");
    }

    /// All 12 in index order.
    public static List<TriggerGroupOnWafer> all() {
        return ALL;
    }

    /// The one with this index, 0 to 11.
    public static TriggerGroupOnWafer of(int index) {
        return ALL.get(Places.check(index, COUNT, "trigger group on the wafer"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The group of a reticle.
    public static TriggerGroupOnWafer of(DncOnWafer dnc) {
        return of(GROUP_OF_DNC[dnc.index()]);
    }

    /// The 4 reticles of this group in index order.
    public List<DncOnWafer> dncs() {
        return DncOnWafer.all().stream()
                .filter(dnc -> GROUP_OF_DNC[dnc.index()] == value)
                .toList();
    }

    @Override
    public int compareTo(TriggerGroupOnWafer other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "TriggerGroupOnWafer(" + value + ")";
    }
}
