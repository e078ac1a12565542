package bss.tools.cli;

import bss.calibration.IdealCalibration;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperProgress;
import bss.mapper.Strategy;
import bss.mapper.network.io.NetworkReader;
import bss.proto.MappingCodec;
import bss.spec.defects.Defects;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/// The files that the table of bad input is about: a good network, its mapping, and what can be wrong with them.
final class BadFiles {

    static final String NETWORK = """
            {"version": 1, "name": "small", "seed": 7, "populations": [
              {"label": "in", "size": 4, "cell": {"type": "SpikeSourceArray",
               "parameters": {"spike_times": [[10.0], [20.0], [30.0], [40.0]]}}},
              {"label": "out", "size": 6, "cell": {"type": "IF_cond_exp", "parameters": {"cm": 0.2, "tau_m": 10.0,
               "tau_refrac": 1.0, "v_rest": -70.0, "v_reset": -70.0, "v_thresh": -55.0, "tau_syn_E": 5.0,
               "tau_syn_I": 5.0, "e_rev_E": 0.0, "e_rev_I": -80.0}}, "record": ["spikes"], "record_cells": [0, 1],
               "placement": {"neuron_size": 8}}],
             "projections": [
              {"label": "drive", "source": "in", "target": "out", "receptor": "excitatory",
               "connector": {"rule": "fixed_probability", "p": 1.0},
               "synapse": {"type": "static", "weight": 0.01, "delay": 1.0}}],
             "currents": [{"target": "out", "cells": [0], "type": "dc", "amplitude": 0.1}]}
            """;

    private static final int MAGIC = 8;
    private static final int HEADER = MAGIC + 32;

    private BadFiles() {}

    /// Writes all of them.
    static void write(Path folder) throws Exception {
        text(folder, "good.json", NETWORK);
        text(folder, "other.json", NETWORK.replace("\"seed\": 7", "\"seed\": 8"));
        text(folder, "plain.txt", "not a network\n");
        text(folder, "empty.json", "");
        text(folder, "blank.json", " \n\n ");
        text(folder, "brackets.json", "[".repeat(1_000_000));
        text(folder, "braces.json", "{\"a\":".repeat(1_000_000));
        text(folder, "cut.json", NETWORK.substring(0, 100));
        text(folder, "null.json", "null");
        text(folder, "after.json", NETWORK + "{}");
        Files.write(
                folder.resolve("latin.json"),
                NETWORK.replace("small", "sm\u00e4ll").getBytes(StandardCharsets.ISO_8859_1));
        text(folder, "defects-key.json", "{\"version\": 1, \"denmem\": []}");
        text(folder, "defects-range.json", "{\"version\": 1, \"denmems\": [[88, 7], [88, 512]]}");
        text(folder, "defects-form.json", "{\"version\": 1, \"synapses\": [[88, 7]]}");
        byte[] mapping = mapping();
        for (int length : new int[] {0, 5, 8, 20, 40, 1000, mapping.length - 1}) {
            Files.write(
                    folder.resolve("cut%d.bssmap".formatted(length == mapping.length - 1 ? -1 : length)),
                    Arrays.copyOf(mapping, length));
        }
        Files.write(folder.resolve("good.bssmap"), mapping);
        Files.write(folder.resolve("flipped.bssmap"), flipped(mapping, mapping.length / 2));
        Files.write(folder.resolve("digest.bssmap"), flipped(mapping, MAGIC + 3));
        Files.write(folder.resolve("magic.bssmap"), flipped(mapping, 2));
        var message = bss.proto.v1.Mapping.parseFrom(Arrays.copyOfRange(mapping, HEADER, mapping.length));
        signed(folder, "newer.bssmap", message.toBuilder().setVersion(2).build().toByteArray());
        signed(
                folder,
                "speedup.bssmap",
                message.toBuilder().setSpeedup(0).build().toByteArray());
        var elsewhere = message.toBuilder();
        elsewhere.getCellsBuilder(1).setHicann(0, 384);
        signed(folder, "elsewhere.bssmap", elsewhere.build().toByteArray());
        var reasonless = message.toBuilder();
        reasonless.getSynapsesBuilder(0).setSite(0, -100);
        signed(folder, "reasonless.bssmap", reasonless.build().toByteArray());
        signed(folder, "garbled.bssmap", withNetwork(message, "{\"version\": 1,"));
        signed(folder, "cells.bssmap", withNetwork(message, NETWORK.replace("\"size\": 6", "\"size\": 7")));
        signed(
                folder,
                "population.bssmap",
                message.toBuilder().removeCells(1).build().toByteArray());
    }

    private static byte[] mapping() throws Exception {
        var network = NetworkReader.read("good", NETWORK.getBytes(StandardCharsets.UTF_8), Path.of("."));
        MapperOptions options = MapperOptions.DEFAULTS.withStrategy(Strategy.GREEDY);
        return MappingCodec.encode(new Mapper(new IdealCalibration(), Defects.NONE, options, MapperProgress.NONE)
                .map(network)
                .mapping());
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] other = bytes.clone();
        other[at] ^= 4;
        return other;
    }

    private static byte[] withNetwork(bss.proto.v1.Mapping message, String network) {
        return message.toBuilder()
                .setNetwork(ByteString.copyFromUtf8(network))
                .build()
                .toByteArray();
    }

    /// A file whose SHA-256 is right, whatever it holds.
    static void signed(Path folder, String name, byte[] body) throws Exception {
        byte[] file = Arrays.copyOf("BSSMAP\n\0".getBytes(StandardCharsets.US_ASCII), HEADER + body.length);
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(body), 0, file, MAGIC, HEADER - MAGIC);
        System.arraycopy(body, 0, file, HEADER, body.length);
        Files.write(folder.resolve(name), file);
    }

    private static void text(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
