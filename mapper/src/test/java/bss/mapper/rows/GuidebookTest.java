package bss.mapper.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.Defects;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The example of the published guidebook: 50 neurons of 4 denmems on one bus, 50 sources on another, both onto the
/// neurons with probability 0.5, at most 5 drivers in a chain. Documented loss: 23.37 % of one draw
/// (hbp-sp9-guidebook: pm/using_pm_newflow.rst).
class GuidebookTest {

    private static final int SEEDS = 50;

    static Toy guidebook(long seed) {
        Network network =
                Benchmarks.generate("guidebook", OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.of(seed));
        SynapseTable table = Toy.table(network);
        int[] hicann = new int[100];
        int[] column = new int[100];
        int[] size = new int[100];
        int[] bus = new int[100];
        int[] address = new int[100];
        int[] pool = Toy.addressesHighFirst();
        int cell = 0;
        for (int p = 0; p < network.populations().size(); p++) {
            boolean source = network.populations().get(p).cell().isSource();
            for (int i = 0; i < 50; i++) {
                hicann[cell] = source ? Placement.NOWHERE : Toy.CHIP;
                column[cell] = 2 * i;
                size[cell] = 4;
                bus[cell] = source ? 1 : 0;
                address[cell] = pool[i];
                cell++;
            }
        }
        Buses buses = new Buses(
                new int[] {Toy.CHIP, Toy.CHIP},
                new int[] {3, 7},
                new boolean[] {false, true},
                bus,
                address,
                List.of(),
                List.of());
        Routing routing = new Routing(
                List.of(
                        route(new Routing.Landing(Toy.CHIP, Toy.CHIP, 12, 1)),
                        route(new Routing.Landing(Toy.CHIP, Toy.CHIP, 28, 1))),
                List.of());
        return new Toy(table, new Placement(hicann, column, size), buses, routing);
    }

    private static Routing.Route route(Routing.Landing landing) {
        return new Routing.Route(List.of(), List.of(), List.of(), List.of(landing));
    }

    @Test
    void losesWhatTheGuidebookDocuments() {
        double sum = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            RowAssignment rows = guidebook(seed).solve(Defects.NONE, 5).rows();
            int lost = 0;
            for (int s = 0; s < rows.size(); s++) {
                lost += rows.realised(s) ? 0 : 1;
            }
            sum += (double) lost / rows.size();
        }
        assertEquals(23.66, 100 * sum / SEEDS, 0.4, "mean loss in percent over %d seeds".formatted(SEEDS));
    }

    @Test
    void dividesTheHalfRowsByTheNumberOfSourcesOfEachGroup() {
        int[] mean = new int[4];
        for (int seed = 1; seed <= SEEDS; seed++) {
            Toy.Result result = guidebook(seed).solve(Defects.NONE, 5);
            assertEquals(2, result.drivers().chains().size());
            for (var chain : result.drivers().chains()) {
                assertEquals(5, chain.drivers().size(), "seed " + seed);
            }
            for (AssignedRow row : result.rows().rows()) {
                mean[row.decoderEven()]++;
                mean[row.decoderOdd()]++;
            }
        }
        // two buses of 20 half rows: 6, 6, 6 and 2 for groups of 15, 15, 15 and 5 sources
        assertEquals(SEEDS * 2 * 20, Arrays.stream(mean).sum());
        for (int msb = 1; msb < 4; msb++) {
            assertEquals(6, mean[msb] / (2.0 * SEEDS), 0.3, "half rows of group " + msb);
        }
        assertEquals(2, mean[0] / (2.0 * SEEDS), 0.3, "half rows of group 0");
    }
}
