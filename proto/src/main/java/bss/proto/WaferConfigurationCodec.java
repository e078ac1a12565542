package bss.proto;

import bss.spec.config.Component;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.StdpConfig;
import bss.spec.config.WaferConfiguration;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A wafer configuration as protobuf. The same configuration always gives the same bytes, so its digest, SHA-256 over
/// them, names it.
public final class WaferConfigurationCodec {

    private WaferConfigurationCodec() {}

    public static bss.proto.v1.WaferConfiguration encode(WaferConfiguration wafer) {
        var message = bss.proto.v1.WaferConfiguration.newBuilder()
                .setPllMhz(wafer.pllMhz())
                .setDropBackgroundEvents(wafer.dropBackgroundEvents());
        for (int h : wafer.usedHicanns()) {
            message.addHicanns(encode(h, wafer.hicann(h).orElseThrow()));
        }
        return message.build();
    }

    public static WaferConfiguration decode(bss.proto.v1.WaferConfiguration message) throws FormatException {
        @Nullable HicannConfiguration[] hicanns = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        int last = -1;
        for (bss.proto.v1.HicannConfiguration hicann : message.getHicannsList()) {
            int index = hicann.getIndex();
            if (index <= last || index >= hicanns.length) {
                throw new FormatException("HICANN %d follows HICANN %d, must ascend and be below %d"
                        .formatted(index, last, hicanns.length));
            }
            hicanns[index] = decode(hicann);
            last = index;
        }
        return new WaferConfiguration(hicanns, message.getPllMhz(), message.getDropBackgroundEvents());
    }

    /// SHA-256 of the serialised configuration, in hexadecimal digits.
    public static String digest(WaferConfiguration wafer) {
        return sha256Hex(deterministicBytes(encode(wafer)));
    }

    static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    static byte[] sha256(byte[] bytes) {
        return sha256().digest(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The same bytes for equal messages, whatever the order of their maps.
    public static byte[] deterministicBytes(com.google.protobuf.MessageLite message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /// One chip.
    ///
    /// @param index 0 to 383
    public static bss.proto.v1.HicannConfiguration encode(int index, HicannConfiguration chip) {
        var message = bss.proto.v1.HicannConfiguration.newBuilder()
                .setIndex(index)
                .addAllDenmems(words(chip, Component.DENMEM))
                .setQuads(bytes(chip, Component.QUAD))
                .setNeuronHalves(bytes(chip, Component.NEURON_HALF))
                .setMergers(bytes(chip, Component.MERGER))
                .setDncMergers(bytes(chip, Component.DNC_MERGER))
                .addAllBackgroundGenerators(words(chip, Component.BACKGROUND_GENERATOR))
                .setBackgroundSeed(chip.backgroundSeed())
                .setLinks(bytes(chip, Component.LINK))
                .setTimestampEnable(chip.timestampEnable())
                .setHorizontalRepeaters(bytes(chip, Component.HORIZONTAL_REPEATER))
                .setVerticalRepeaters(bytes(chip, Component.VERTICAL_REPEATER))
                .addAllCrossbarSwitches(set(chip, Component.CROSSBAR_SWITCH))
                .addAllSynapseSwitches(set(chip, Component.SYNAPSE_SWITCH))
                .setSynapseDrivers(bytes(chip, Component.SYNAPSE_DRIVER))
                .setSynapseRows(pairs(chip, Component.SYNAPSE_ROW))
                .setFloatingGates(pairs(chip, Component.FLOATING_GATE))
                .setAnalogOutputs(bytes(chip, Component.ANALOG_OUTPUT));
        byte[] synapses = chip.synapses();
        if (!Arrays.equals(synapses, HicannConfiguration.RESET.synapses())) {
            message.setSynapses(ByteString.copyFrom(synapses));
        }
        List<CurrentStimulusConfig> stimuli =
                IntStream.range(0, 4).mapToObj(chip::currentStimulus).toList();
        if (stimuli.stream().anyMatch(s -> !s.equals(CurrentStimulusConfig.OFF))) {
            stimuli.forEach(s -> message.addCurrentStimuli(encode(s)));
        }
        List<StdpConfig> stdp = List.of(chip.stdp(0), chip.stdp(1));
        if (stdp.stream().anyMatch(s -> !s.equals(StdpConfig.RESET))) {
            stdp.forEach(s -> message.addStdp(encode(s)));
        }
        return message.build();
    }

    /// One chip; its index is the message's.
    public static HicannConfiguration decode(bss.proto.v1.HicannConfiguration message) throws FormatException {
        String chip = "HICANN " + message.getIndex();
        HicannConfigurationBuilder to = new HicannConfigurationBuilder();
        try {
            words(to, chip, Component.DENMEM, message.getDenmemsList());
            bytes(to, chip, Component.QUAD, message.getQuads());
            bytes(to, chip, Component.NEURON_HALF, message.getNeuronHalves());
            bytes(to, chip, Component.MERGER, message.getMergers());
            bytes(to, chip, Component.DNC_MERGER, message.getDncMergers());
            words(to, chip, Component.BACKGROUND_GENERATOR, message.getBackgroundGeneratorsList());
            to.backgroundSeed(message.getBackgroundSeed());
            bytes(to, chip, Component.LINK, message.getLinks());
            to.timestampEnable(message.getTimestampEnable());
            bytes(to, chip, Component.HORIZONTAL_REPEATER, message.getHorizontalRepeaters());
            bytes(to, chip, Component.VERTICAL_REPEATER, message.getVerticalRepeaters());
            set(to, chip, Component.CROSSBAR_SWITCH, message.getCrossbarSwitchesList());
            set(to, chip, Component.SYNAPSE_SWITCH, message.getSynapseSwitchesList());
            bytes(to, chip, Component.SYNAPSE_DRIVER, message.getSynapseDrivers());
            pairs(to, chip, Component.SYNAPSE_ROW, message.getSynapseRows());
            pairs(to, chip, Component.FLOATING_GATE, message.getFloatingGates());
            bytes(to, chip, Component.ANALOG_OUTPUT, message.getAnalogOutputs());
            if (!message.getSynapses().isEmpty()) {
                bytes(to, chip, Component.SYNAPSE, message.getSynapses());
            }
            for (int block = 0; block < expect(chip, "current stimuli", message.getCurrentStimuliCount(), 4); block++) {
                to.currentStimulus(block, decode(message.getCurrentStimuli(block)));
            }
            for (int half = 0; half < expect(chip, "STDP controllers", message.getStdpCount(), 2); half++) {
                to.stdp(half, decode(message.getStdp(half)));
            }
        } catch (IllegalArgumentException e) {
            throw new FormatException(chip + ": " + e.getMessage(), e);
        }
        return to.build();
    }

    /// All or none.
    private static int expect(String chip, String what, int count, int full) throws FormatException {
        if (count != 0 && count != full) {
            throw new FormatException("%s has %d %s, must be %d or none".formatted(chip, count, what, full));
        }
        return count;
    }

    private static List<Integer> words(HicannConfiguration chip, Component c) {
        return IntStream.range(0, c.count()).mapToObj(i -> chip.word(c, i)).toList();
    }

    private static ByteString bytes(HicannConfiguration chip, Component c) {
        byte[] bytes = new byte[c.count()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) chip.word(c, i);
        }
        return ByteString.copyFrom(bytes);
    }

    private static ByteString pairs(HicannConfiguration chip, Component c) {
        byte[] bytes = new byte[2 * c.count()];
        for (int i = 0; i < c.count(); i++) {
            int word = chip.word(c, i);
            bytes[2 * i] = (byte) word;
            bytes[2 * i + 1] = (byte) (word >>> 8);
        }
        return ByteString.copyFrom(bytes);
    }

    private static List<Integer> set(HicannConfiguration chip, Component c) {
        return IntStream.range(0, c.count())
                .filter(i -> chip.word(c, i) != 0)
                .boxed()
                .toList();
    }

    private static void words(HicannConfigurationBuilder to, String chip, Component c, List<Integer> words)
            throws FormatException {
        length(chip, c, words.size(), c.count());
        for (int i = 0; i < c.count(); i++) {
            to.set(c, i, words.get(i));
        }
    }

    private static void bytes(HicannConfigurationBuilder to, String chip, Component c, ByteString bytes)
            throws FormatException {
        length(chip, c, bytes.size(), c.count());
        for (int i = 0; i < c.count(); i++) {
            to.set(c, i, bytes.byteAt(i) & 0xff);
        }
    }

    private static void pairs(HicannConfigurationBuilder to, String chip, Component c, ByteString bytes)
            throws FormatException {
        length(chip, c, bytes.size(), 2 * c.count());
        for (int i = 0; i < c.count(); i++) {
            to.set(c, i, (bytes.byteAt(2 * i) & 0xff) | (bytes.byteAt(2 * i + 1) & 0xff) << 8);
        }
    }

    private static void set(HicannConfigurationBuilder to, String chip, Component c, List<Integer> indices)
            throws FormatException {
        for (int index : indices) {
            if (index < 0 || index >= c.count()) {
                throw new FormatException(
                        "%s: %s %d does not exist, must be below %d".formatted(chip, c, index, c.count()));
            }
            to.set(c, index, 1);
        }
    }

    private static void length(String chip, Component c, int length, int expected) throws FormatException {
        if (length != expected) {
            throw new FormatException("%s: %s has length %d, must be %d".formatted(chip, c, length, expected));
        }
    }

    private static bss.proto.v1.CurrentStimulus encode(CurrentStimulusConfig stimulus) {
        var message = bss.proto.v1.CurrentStimulus.newBuilder()
                .setPulseLength(stimulus.pulseLength())
                .setContinuous(stimulus.continuous());
        for (int value : stimulus.values()) {
            message.addValues(value);
        }
        return message.build();
    }

    private static CurrentStimulusConfig decode(bss.proto.v1.CurrentStimulus message) {
        return new CurrentStimulusConfig(
                message.getValuesList().stream().mapToInt(Integer::intValue).toArray(),
                message.getPulseLength(),
                message.getContinuous());
    }

    private static bss.proto.v1.Stdp encode(StdpConfig stdp) {
        return bss.proto.v1.Stdp.newBuilder()
                .setAutomatic(stdp.automatic())
                .setWithoutReset(stdp.withoutReset())
                .setFirstRow(stdp.firstRow())
                .setLastRow(stdp.lastRow())
                .setPattern0(stdp.pattern0())
                .setPattern1(stdp.pattern1())
                .setCausal(table(stdp.causal()))
                .setAnticausal(table(stdp.anticausal()))
                .setCombined(table(stdp.combined()))
                .build();
    }

    private static StdpConfig decode(bss.proto.v1.Stdp message) {
        return new StdpConfig(
                message.getAutomatic(),
                message.getWithoutReset(),
                message.getFirstRow(),
                message.getLastRow(),
                message.getPattern0(),
                message.getPattern1(),
                table(message.getCausal()),
                table(message.getAnticausal()),
                table(message.getCombined()));
    }

    private static ByteString table(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }

    private static int[] table(ByteString bytes) {
        return IntStream.range(0, bytes.size()).map(i -> bytes.byteAt(i) & 0xff).toArray();
    }
}
