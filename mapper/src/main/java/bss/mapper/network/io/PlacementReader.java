package bss.mapper.network.io;

import bss.mapper.network.CellType;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Region;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads `placement` of a population.
final class PlacementReader {

    private PlacementReader() {}

    static PlacementRequest placement(JsonField field, CellType cell) throws NetworkFileException {
        if (cell.isSource()) {
            field.object("hicanns", "region");
        } else {
            field.object("neuron_size", "hicanns", "neuron_blocks", "region");
        }
        OptionalInt neuronSize = OptionalInt.empty();
        if (field.has("neuron_size")) {
            JsonField size = field.required("neuron_size", "an even integer");
            neuronSize = OptionalInt.of((int) size.integer(2, 64));
            if (neuronSize.getAsInt() % 2 != 0) {
                throw size.wrong("an even integer from 2 to 64");
            }
        }
        Optional<Region> region = Optional.empty();
        if (field.has("region")) {
            region = Optional.of(region(field.required("region", "an object")));
        }
        PlacementRequest request = new PlacementRequest(
                neuronSize, integers(field, "hicanns", 383), integers(field, "neuron_blocks", 7), region);
        if (request.allowedHicanns().length == 0) {
            throw field.required("hicanns", "an array")
                    .error("has none of the HICANNs of the %s, must have one at least"
                            .formatted(region.map(Region::words).orElse("wafer")));
        }
        return request;
    }

    private static Region region(JsonField field) throws NetworkFileException {
        field.object("x", "y");
        if (!field.has("x") && !field.has("y")) {
            throw field.error("is empty, must have x, y or both");
        }
        int[] x = bounds(field, "x", Region.COLUMNS);
        int[] y = bounds(field, "y", Region.ROWS);
        try {
            return new Region(x[0], x[1], y[0], y[1]);
        } catch (IllegalArgumentException e) {
            // the bounds are right by themselves, so they enclose a corner that the round wafer does not have
            throw field.error("is x %d to %d, y %d to %d and has no HICANN, must reach into the round wafer"
                    .formatted(x[0], x[1], y[0], y[1]));
        }
    }

    private static int[] bounds(JsonField region, String key, int count) throws NetworkFileException {
        if (!region.has(key)) {
            return new int[] {0, count - 1};
        }
        String must = "[first, last] from 0 to %d".formatted(count - 1);
        JsonField field = region.required(key, must);
        List<JsonField> ends = field.elements(must);
        if (ends.size() != 2) {
            throw field.error("has %d values, must be %s".formatted(ends.size(), must));
        }
        int first = (int) ends.get(0).integer(0, count - 1);
        int last = (int) ends.get(1).integer(0, count - 1);
        if (last < first) {
            throw field.error("is [%d, %d], must ascend".formatted(first, last));
        }
        return new int[] {first, last};
    }

    private static List<Integer> integers(JsonField field, String key, int max) throws NetworkFileException {
        return field.has(key) ? field.required(key, "an array").distinctIntegers(0, max) : List.of();
    }
}
