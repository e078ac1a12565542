package bss.proto;

import bss.spec.mapping.CellSites;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.MappedCalibration;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.RealisedCells;
import bss.spec.mapping.SynapseSites;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// A mapping as the bytes of a `.bssmap` file: magic, SHA-256 of the rest, protobuf message.
public final class MappingCodec {

    /// Major version that is written, and the newest that is read.
    public static final int VERSION = 1;

    private static final FileEnvelope ENVELOPE = new FileEnvelope("BSSMAP", "mapping");

    private MappingCodec() {}

    /// The bytes of a file; the same mapping always gives the same.
    public static byte[] encode(Mapping mapping) {
        var message = bss.proto.v1.Mapping.newBuilder()
                .setVersion(VERSION)
                .setNetwork(ByteString.copyFrom(mapping.network().bytes()))
                .setStrategy(mapping.strategy())
                .setSeed(mapping.seed())
                .setSpeedup(mapping.speedup())
                .setAlpha(mapping.alpha())
                .setShiftVolt(mapping.shiftVolt())
                .setConfiguration(WaferConfigurationCodec.encode(mapping.configuration()));
        mapping.cells().forEach(c -> message.addCells(encode(c)));
        mapping.synapses().forEach(s -> message.addSynapses(encode(s)));
        mapping.losses()
                .forEach(l -> message.addLosses(
                        bss.proto.v1.Loss.newBuilder().setCause(l.cause().key()).setResource(l.resource())));
        mapping.realised().forEach(r -> message.addRealised(encode(r)));
        mapping.calibration().ifPresent(c -> message.setCalibration(MappedCalibrationCodec.encode(c)));
        return ENVELOPE.wrap(message.build());
    }

    /// Whether the bytes begin like a mapping file.
    public static boolean looksLikeMapping(byte[] file) {
        return ENVELOPE.begins(file);
    }

    /// Reads a file.
    ///
    /// @throws FormatException if it is not a mapping, damaged, cut off, or of a newer version
    public static Mapping decode(byte[] file) throws FormatException {
        CodedInputStream body = ENVELOPE.unwrap(file);
        try {
            var message = bss.proto.v1.Mapping.parseFrom(body);
            body.checkLastTagWas(0);
            return decode(message);
        } catch (IOException e) {
            throw new FormatException("mapping file damaged: " + e.getMessage(), e);
        }
    }

    private static Mapping decode(bss.proto.v1.Mapping message) throws FormatException {
        ENVELOPE.requireVersion(message.getVersion(), VERSION);
        List<CellSites> cells = new ArrayList<>();
        List<SynapseSites> synapses = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        List<RealisedCells> realised = new ArrayList<>();
        Optional<MappedCalibration> calibration;
        try {
            message.getCellsList().forEach(c -> cells.add(decode(c)));
            message.getSynapsesList().forEach(s -> synapses.add(decode(s)));
            for (bss.proto.v1.Loss loss : message.getLossesList()) {
                losses.add(new Loss(cause(loss.getCause()), loss.getResource()));
            }
            message.getRealisedList().forEach(r -> realised.add(decode(r)));
            calibration = message.hasCalibration()
                    ? Optional.of(MappedCalibrationCodec.decode(message.getCalibration()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new FormatException("mapping file damaged: " + e.getMessage(), e);
        }
        return new Mapping(
                new Mapping.Text(message.getNetwork().toByteArray()),
                message.getStrategy(),
                message.getSeed(),
                message.getSpeedup(),
                message.getAlpha(),
                message.getShiftVolt(),
                WaferConfigurationCodec.decode(message.getConfiguration()),
                cells,
                synapses,
                losses,
                realised,
                calibration);
    }

    private static LossCause cause(String key) {
        return Arrays.stream(LossCause.values())
                .filter(c -> c.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("cause of loss '%s' is unknown".formatted(key)));
    }

    private static bss.proto.v1.CellSites encode(CellSites cells) {
        int n = cells.count();
        return bss.proto.v1.CellSites.newBuilder()
                .setLabel(cells.label())
                .setExternal(cells.external())
                .addAllHicann(column(n, cells::hicann))
                .addAllDenmem(column(n, cells::denmem))
                .addAllSize(column(n, cells::size))
                .addAllDncMerger(column(n, cells::dncMerger))
                .addAllAddress(column(n, cells::address))
                .build();
    }

    private static CellSites decode(bss.proto.v1.CellSites message) {
        return new CellSites(
                message.getLabel(),
                message.getExternal(),
                array(message.getHicannList()),
                array(message.getDenmemList()),
                array(message.getSizeList()),
                array(message.getDncMergerList()),
                array(message.getAddressList()));
    }

    private static bss.proto.v1.SynapseSites encode(SynapseSites synapses) {
        var message = bss.proto.v1.SynapseSites.newBuilder().setLabel(synapses.label());
        for (int i = 0; i < synapses.count(); i++) {
            message.addSite(synapses.site(i));
            message.addWeight(synapses.weight(i));
            message.addDelayMs(synapses.delayMs(i));
        }
        return message.build();
    }

    private static SynapseSites decode(bss.proto.v1.SynapseSites message) {
        float[] weight = new float[message.getWeightCount()];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = message.getWeight(i);
        }
        float[] delay = new float[message.getDelayMsCount()];
        for (int i = 0; i < delay.length; i++) {
            delay[i] = message.getDelayMs(i);
        }
        return new SynapseSites(message.getLabel(), array(message.getSiteList()), weight, delay);
    }

    private static bss.proto.v1.RealisedCells encode(RealisedCells cells) {
        var message = bss.proto.v1.RealisedCells.newBuilder().setLabel(cells.label());
        for (String name : cells.names()) {
            var parameter = bss.proto.v1.RealisedParameter.newBuilder().setName(name);
            for (double value : cells.values(name)) {
                parameter.addValues(value);
            }
            message.addParameters(parameter);
        }
        return message.build();
    }

    private static RealisedCells decode(bss.proto.v1.RealisedCells message) {
        SortedMap<String, double[]> parameters = new TreeMap<>();
        for (bss.proto.v1.RealisedParameter parameter : message.getParametersList()) {
            double[] values = new double[parameter.getValuesCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parameter.getValues(i);
            }
            parameters.put(parameter.getName(), values);
        }
        return new RealisedCells(message.getLabel(), parameters);
    }

    private static List<Integer> column(int n, IntUnaryOperator values) {
        return IntStream.range(0, n).map(values).boxed().toList();
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
