package bss.spec.coord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every kind of coordinate; the counts are those of the hardware description.
class EveryCoordinateTest {

    record Kind<T extends Comparable<T>>(
            String name, int count, int declared, List<T> all, IntFunction<T> of, ToIntFunction<T> index) {

        @Override
        public String toString() {
            return name;
        }

        void check() {
            assertEquals(count, declared, "COUNT");
            assertEquals(count, all.size());
            for (int i = 0; i < count; i++) {
                T place = all.get(i);
                assertEquals(i, index.applyAsInt(place));
                assertEquals(place, of.apply(i));
                if (i > 0) {
                    assertTrue(all.get(i - 1).compareTo(place) < 0, place + " does not come after its predecessor");
                }
            }
            assertEquals(count, new HashSet<>(all).size(), "places are not distinct");
            assertEquals(count, all.stream().map(Object::toString).distinct().count(), "names are not distinct");
        }

        void checkRefusal() {
            for (int wrong : new int[] {-1, count, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> of.apply(wrong));
                String message = String.valueOf(e.getMessage());
                assertTrue(message.contains(String.valueOf(wrong)), message);
                assertTrue(message.endsWith("there are 0 to " + (count - 1)), message);
            }
        }
    }

    static Stream<Kind<?>> kinds() {
        return Stream.of(
                kind("direction", 4, Direction.COUNT, Direction.all(), Direction::of, Direction::index),
                kind("side", 2, Side.COUNT, Side.all(), Side::of, Side::index),
                kind("half", 2, Half.COUNT, Half.all(), Half::of, Half::index),
                kind("HICANN", 384, HicannOnWafer.COUNT, HicannOnWafer.all(), HicannOnWafer::of, HicannOnWafer::index),
                kind("DNC", 48, DncOnWafer.COUNT, DncOnWafer.all(), DncOnWafer::of, DncOnWafer::index),
                kind("FPGA", 48, FpgaOnWafer.COUNT, FpgaOnWafer.all(), FpgaOnWafer::of, FpgaOnWafer::index),
                kind("HICANN on DNC", 8, HicannOnDnc.COUNT, HicannOnDnc.all(), HicannOnDnc::of, HicannOnDnc::index),
                kind(
                        "link",
                        8,
                        HighspeedLinkOnDnc.COUNT,
                        HighspeedLinkOnDnc.all(),
                        HighspeedLinkOnDnc::of,
                        HighspeedLinkOnDnc::index),
                kind(
                        "trigger group",
                        12,
                        TriggerGroupOnWafer.COUNT,
                        TriggerGroupOnWafer.all(),
                        TriggerGroupOnWafer::of,
                        TriggerGroupOnWafer::index),
                kind(
                        "ADC group",
                        6,
                        AdcGroupOnWafer.COUNT,
                        AdcGroupOnWafer.all(),
                        AdcGroupOnWafer::of,
                        AdcGroupOnWafer::index),
                kind(
                        "denmem",
                        512,
                        NeuronOnHicann.COUNT,
                        NeuronOnHicann.all(),
                        NeuronOnHicann::of,
                        NeuronOnHicann::index),
                kind("quad", 128, QuadOnHicann.COUNT, QuadOnHicann.all(), QuadOnHicann::of, QuadOnHicann::index),
                kind(
                        "neuron block",
                        8,
                        NeuronBlockOnHicann.COUNT,
                        NeuronBlockOnHicann.all(),
                        NeuronBlockOnHicann::of,
                        NeuronBlockOnHicann::index),
                kind("HLine", 64, HLineOnHicann.COUNT, HLineOnHicann.all(), HLineOnHicann::of, HLineOnHicann::index),
                kind("VLine", 256, VLineOnHicann.COUNT, VLineOnHicann.all(), VLineOnHicann::of, VLineOnHicann::index),
                kind(
                        "H repeater",
                        64,
                        HRepeaterOnHicann.COUNT,
                        HRepeaterOnHicann.all(),
                        HRepeaterOnHicann::of,
                        HRepeaterOnHicann::index),
                kind(
                        "V repeater",
                        256,
                        VRepeaterOnHicann.COUNT,
                        VRepeaterOnHicann.all(),
                        VRepeaterOnHicann::of,
                        VRepeaterOnHicann::index),
                kind(
                        "repeater block",
                        6,
                        RepeaterBlockOnHicann.COUNT,
                        RepeaterBlockOnHicann.all(),
                        RepeaterBlockOnHicann::of,
                        RepeaterBlockOnHicann::index),
                kind(
                        "sending repeater",
                        8,
                        SendingRepeaterOnHicann.COUNT,
                        SendingRepeaterOnHicann.all(),
                        SendingRepeaterOnHicann::of,
                        SendingRepeaterOnHicann::index),
                kind(
                        "crossbar switch",
                        512,
                        CrossbarSwitchOnHicann.COUNT,
                        CrossbarSwitchOnHicann.all(),
                        CrossbarSwitchOnHicann::of,
                        CrossbarSwitchOnHicann::index),
                kind(
                        "switch row",
                        448,
                        SynapseSwitchRowOnHicann.COUNT,
                        SynapseSwitchRowOnHicann.all(),
                        SynapseSwitchRowOnHicann::of,
                        SynapseSwitchRowOnHicann::index),
                kind(
                        "synapse switch",
                        7168,
                        SynapseSwitchOnHicann.COUNT,
                        SynapseSwitchOnHicann.all(),
                        SynapseSwitchOnHicann::of,
                        SynapseSwitchOnHicann::index),
                kind(
                        "driver",
                        224,
                        SynapseDriverOnHicann.COUNT,
                        SynapseDriverOnHicann.all(),
                        SynapseDriverOnHicann::of,
                        SynapseDriverOnHicann::index),
                kind(
                        "synapse row",
                        448,
                        SynapseRowOnHicann.COUNT,
                        SynapseRowOnHicann.all(),
                        SynapseRowOnHicann::of,
                        SynapseRowOnHicann::index),
                kind(
                        "synapse",
                        114_688,
                        SynapseOnHicann.COUNT,
                        SynapseOnHicann.all(),
                        SynapseOnHicann::of,
                        SynapseOnHicann::index),
                kind(
                        "merger",
                        15,
                        MergerOnHicann.COUNT,
                        MergerOnHicann.all(),
                        MergerOnHicann::of,
                        MergerOnHicann::index),
                kind(
                        "DNC merger",
                        8,
                        DncMergerOnHicann.COUNT,
                        DncMergerOnHicann.all(),
                        DncMergerOnHicann::of,
                        DncMergerOnHicann::index),
                kind(
                        "gbit link",
                        8,
                        GbitLinkOnHicann.COUNT,
                        GbitLinkOnHicann.all(),
                        GbitLinkOnHicann::of,
                        GbitLinkOnHicann::index),
                kind(
                        "background generator",
                        8,
                        BackgroundGeneratorOnHicann.COUNT,
                        BackgroundGeneratorOnHicann.all(),
                        BackgroundGeneratorOnHicann::of,
                        BackgroundGeneratorOnHicann::index),
                kind("L1 address", 64, L1Address.COUNT, L1Address.all(), L1Address::of, L1Address::index),
                kind(
                        "floating-gate block",
                        4,
                        FgBlockOnHicann.COUNT,
                        FgBlockOnHicann.all(),
                        FgBlockOnHicann::of,
                        FgBlockOnHicann::index),
                kind(
                        "analog output",
                        2,
                        AnalogOnHicann.COUNT,
                        AnalogOnHicann.all(),
                        AnalogOnHicann::of,
                        AnalogOnHicann::index));
    }

    private static <T extends Comparable<T>> Kind<T> kind(
            String name, int count, int declared, List<T> all, IntFunction<T> of, ToIntFunction<T> index) {
        return new Kind<>(name, count, declared, all, of, index);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void indexAndPlaceAreInverseAndOrderFollowsTheIndex(Kind<?> kind) {
        kind.check();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void indicesOutsideAreRefusedWithTheRange(Kind<?> kind) {
        kind.checkRefusal();
    }
}
