package bss.hil.suite.initialisation;

import bss.proto.v1.HicannConfiguration;
import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// Configurations of a chip that no chip can have, each with one thing wrong (`wafer.proto` has lengths and
/// ranges).
final class BadChips {

    private BadChips() {}

    /// Makes them from a good one.
    ///
    /// @return by what is wrong
    static Map<String, HicannConfiguration> of(HicannConfiguration good) {
        Map<String, HicannConfiguration> bad = new LinkedHashMap<>();
        bytes(bad, good, "quads", HicannConfiguration::getQuads, HicannConfiguration.Builder::setQuads, 4);
        bytes(
                bad,
                good,
                "neuron halves",
                HicannConfiguration::getNeuronHalves,
                HicannConfiguration.Builder::setNeuronHalves,
                7);
        bytes(bad, good, "mergers", HicannConfiguration::getMergers, HicannConfiguration.Builder::setMergers, 3);
        bytes(
                bad,
                good,
                "DNC mergers",
                HicannConfiguration::getDncMergers,
                HicannConfiguration.Builder::setDncMergers,
                4);
        bytes(bad, good, "links", HicannConfiguration::getLinks, HicannConfiguration.Builder::setLinks, 2);
        bytes(
                bad,
                good,
                "horizontal repeaters",
                HicannConfiguration::getHorizontalRepeaters,
                HicannConfiguration.Builder::setHorizontalRepeaters,
                5);
        bytes(
                bad,
                good,
                "vertical repeaters",
                HicannConfiguration::getVerticalRepeaters,
                HicannConfiguration.Builder::setVerticalRepeaters,
                5);
        bytes(
                bad,
                good,
                "synapse drivers",
                HicannConfiguration::getSynapseDrivers,
                HicannConfiguration.Builder::setSynapseDrivers,
                8);
        bytes(
                bad,
                good,
                "synapse rows",
                HicannConfiguration::getSynapseRows,
                HicannConfiguration.Builder::setSynapseRows,
                8);
        bytes(bad, good, "synapses", HicannConfiguration::getSynapses, HicannConfiguration.Builder::setSynapses, 8);
        bytes(
                bad,
                good,
                "analog outputs",
                HicannConfiguration::getAnalogOutputs,
                HicannConfiguration.Builder::setAnalogOutputs,
                4);
        bytes(
                bad,
                good,
                "floating gates",
                HicannConfiguration::getFloatingGates,
                HicannConfiguration.Builder::setFloatingGates,
                8);
        change(bad, good, "a floating gate of 1024", c -> {
            byte[] cells = c.getFloatingGates().toByteArray();
            cells[2 * 777] = 0;
            cells[2 * 777 + 1] = 4;
            c.setFloatingGates(ByteString.copyFrom(cells));
        });
        change(bad, good, "513 denmems", c -> c.addDenmems(0));
        change(bad, good, "no denmems", HicannConfiguration.Builder::clearDenmems);
        change(bad, good, "a denmem of 12 bits", c -> c.setDenmems(300, 1 << 11));
        change(bad, good, "a denmem of 32 bits", c -> c.setDenmems(0, -1));
        change(bad, good, "9 background generators", c -> c.addBackgroundGenerators(0));
        change(bad, good, "a background generator of 25 bits", c -> c.setBackgroundGenerators(3, 1 << 24));
        change(bad, good, "a background seed of 17 bits", c -> c.setBackgroundSeed(1 << 16));
        change(bad, good, "crossbar switch 512", c -> c.addCrossbarSwitches(512));
        change(bad, good, "crossbar switch 2^32 - 1", c -> c.addCrossbarSwitches(-1));
        change(bad, good, "synapse switch 7168", c -> c.addSynapseSwitches(7168));
        change(bad, good, "three current stimuli", c -> c.removeCurrentStimuli(3));
        change(
                bad,
                good,
                "a current stimulus of 128 values",
                c -> c.getCurrentStimuliBuilder(1)
                        .clearValues()
                        .addAllValues(good.getCurrentStimuli(1).getValuesList().subList(1, 129)));
        change(
                bad,
                good,
                "a stimulus value of 1024",
                c -> c.getCurrentStimuliBuilder(2).setValues(5, 1024));
        change(
                bad,
                good,
                "a pulse length of 16",
                c -> c.getCurrentStimuliBuilder(0).setPulseLength(16));
        change(bad, good, "one STDP controller", c -> c.removeStdp(1));
        change(
                bad,
                good,
                "row 224 of an STDP controller",
                c -> c.getStdpBuilder(0).setLastRow(224));
        change(bad, good, "an STDP pattern of 5 bits", c -> c.getStdpBuilder(1).setPattern0(16));
        change(
                bad,
                good,
                "an STDP table of 15 entries",
                c -> c.getStdpBuilder(1).setCausal(ByteString.copyFrom(new byte[15])));
        return bad;
    }

    /// Too short, too long, and with a word of too many bits.
    private static void bytes(
            Map<String, HicannConfiguration> to,
            HicannConfiguration good,
            String what,
            Function<HicannConfiguration, ByteString> get,
            Setter set,
            int bits) {
        ByteString right = get.apply(good);
        change(to, good, what + " with a byte too few", c -> set.set(c, right.substring(1)));
        change(
                to,
                good,
                what + " with a byte too many",
                c -> set.set(c, right.concat(ByteString.copyFrom(new byte[1]))));
        change(
                to,
                good,
                what + " with 500,000 bytes too many",
                c -> set.set(c, right.concat(ByteString.copyFrom(new byte[500_000]))));
        if (bits < 8) {
            byte[] words = right.toByteArray();
            words[words.length / 2] |= (byte) (1 << bits);
            change(
                    to,
                    good,
                    "a word of %d bits among %s".formatted(bits + 1, what),
                    c -> set.set(c, ByteString.copyFrom(words)));
        }
    }

    private interface Setter {
        HicannConfiguration.Builder set(HicannConfiguration.Builder to, ByteString bytes);
    }

    private static void change(
            Map<String, HicannConfiguration> to,
            HicannConfiguration good,
            String what,
            Consumer<HicannConfiguration.Builder> change) {
        HicannConfiguration.Builder bad = good.toBuilder();
        change.accept(bad);
        to.put(what, bad.build());
    }
}
