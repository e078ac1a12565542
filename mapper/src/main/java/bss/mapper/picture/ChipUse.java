package bss.mapper.picture;

import bss.spec.coord.HicannOnWafer;
import java.util.Arrays;

/// Components of each chip in use, and those that could be used. Immutable once counted.
public final class ChipUse {

    private final int[][] used = new int[Resource.values().length][HicannOnWafer.COUNT];
    private final int[][] usable = new int[Resource.values().length][HicannOnWafer.COUNT];

    ChipUse() {}

    void count(Resource resource, int hicann, int components) {
        used[resource.ordinal()][hicann] += components;
    }

    void setUsable(Resource resource, int hicann, int components) {
        usable[resource.ordinal()][hicann] = components;
    }

    public int used(Resource resource, int hicann) {
        return used[resource.ordinal()][hicann];
    }

    /// Components that are not defect.
    public int usable(Resource resource, int hicann) {
        return usable[resource.ordinal()][hicann];
    }

    /// Components in use as a fraction of those usable, 0 where none is.
    public double share(Resource resource, int hicann) {
        int all = usable(resource, hicann);
        return all == 0 ? 0 : Math.min(1, (double) used(resource, hicann) / all);
    }

    /// Components in use on the whole wafer.
    public long used(Resource resource) {
        return Arrays.stream(used[resource.ordinal()]).asLongStream().sum();
    }

    /// Lines in use of both directions as a fraction of those usable.
    double lineShare(int hicann) {
        int all = usable(Resource.HLINES, hicann) + usable(Resource.VLINES, hicann);
        return all == 0 ? 0 : (double) (used(Resource.HLINES, hicann) + used(Resource.VLINES, hicann)) / all;
    }
}
