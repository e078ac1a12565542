package bss.tools.cli;

import bss.mapper.explain.Explainer;
import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkFileException;
import bss.mapper.network.io.NetworkReader;
import bss.proto.FormatException;
import bss.proto.MappingCodec;
import bss.spec.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads what commands are given; what cannot be read is wrong use.
final class Inputs {

    private static final long MAX_BYTES = 1L << 30;

    private Inputs() {}

    /// A network, with the mapping it came in if it did.
    record Loaded(Network network, Optional<Mapping> mapping) {}

    /// A network file or a mapping file, told apart by their first bytes.
    static Loaded networkOrMapping(Path file) {
        byte[] bytes = bytes(file);
        if (!MappingCodec.looksLikeMapping(bytes)) {
            return new Loaded(network(file, bytes), Optional.empty());
        }
        Mapping mapping = mapping(file, bytes);
        return new Loaded(networkOf(file, mapping), Optional.of(mapping));
    }

    static Network network(Path file) {
        return network(file, bytes(file));
    }

    private static Network network(Path file, byte[] bytes) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            return NetworkReader.read(file.toString(), bytes, folder == null ? Path.of("") : folder);
        } catch (NetworkFileException e) {
            throw Failure.usage(e);
        }
    }

    static Mapping mapping(Path file) {
        return mapping(file, bytes(file));
    }

    /// The network that a mapping was made of.
    static Network networkOf(Path file, Mapping mapping) {
        try {
            Network network =
                    NetworkReader.read(file.toString(), mapping.network().bytes(), Path.of("."));
            // counts the cells and the projections of both
            new Explainer(mapping, network);
            MappingCheck.require(mapping);
            return network;
        } catch (NetworkFileException e) {
            throw Failure.usage("network inside " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private static Mapping mapping(Path file, byte[] bytes) {
        try {
            return MappingCodec.decode(bytes);
        } catch (FormatException e) {
            throw Failure.usage("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private static byte[] bytes(Path file) {
        if (!Files.exists(file)) {
            throw Failure.usage("%s does not exist".formatted(file));
        }
        if (Files.isDirectory(file)) {
            throw Failure.usage("%s is a folder, must be a file".formatted(file));
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw Failure.usage(
                        "%s has %d bytes, must have at most %d".formatted(file, Files.size(file), MAX_BYTES));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.usage("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }
}
