package bss.spec.coord;

import java.util.List;

/// Eight reticles whose analog outputs share two ADC boards.
///
/// In a group each analog output number (0, 1) carries one membrane at a time, so a wafer records 12 at once.
///
/// Index = value, 0 to 5. Table: halco:src/halco/hicann/v2/lookup_tables.cpp reticle_adc_group_grid; rule: marocco
/// results/AnalogOutputs.cpp.
///
/// @param value the number, 0 to 5
public record AdcGroupOnWafer(int value) implements Comparable<AdcGroupOnWafer> {

    public static final int COUNT = 6;

    /// By reticle index; the lines are the rows of reticles from north to south.
    // spotless:off
    private static final int[] GROUP_OF_DNC = {
                  0, 0, 0,
               1, 0, 0, 0, 0,
            1, 1, 1, 2, 2, 0, 2,
         1, 1, 1, 1, 2, 2, 2, 2, 2,
         3, 3, 3, 3, 4, 4, 4, 4, 4,
            3, 3, 3, 4, 4, 5, 4,
               3, 5, 5, 5, 5,
                  5, 5, 5,
    };
    // spotless:on

    private static final List<AdcGroupOnWafer> ALL = Places.list(COUNT, AdcGroupOnWafer::new);

    /// @throws IllegalArgumentException outside 0 to 5
    public AdcGroupOnWafer {
        Places.check(value, COUNT, "ADC group on the wafer");
    }

    /// All 6 in index order.
    public static List<AdcGroupOnWafer> all() {
        return ALL;
    }

    /// The one with this index, 0 to 5.
    public static AdcGroupOnWafer of(int index) {
        return ALL.get(Places.check(index, COUNT, "ADC group on the wafer"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The group of a reticle.
    public static AdcGroupOnWafer of(DncOnWafer dnc) {
        return of(GROUP_OF_DNC[dnc.index()]);
    }

    /// The 8 reticles of this group in index order.
    public List<DncOnWafer> dncs() {
        return DncOnWafer.all().stream()
                .filter(dnc -> GROUP_OF_DNC[dnc.index()] == value)
                .toList();
    }

    @Override
    public int compareTo(AdcGroupOnWafer other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "AdcGroupOnWafer(" + value + ")";
    }
}
