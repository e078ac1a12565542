package bss.tools.cli;

import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.network.io.NetworkWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-map generate`: writes a benchmark network.
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Writes a benchmark network of the BrainScaleS-1 literature.",
        footer = {"", "Example: bss-map generate random10 --size 1600 --seed 3 -o random10.json"})
final class GenerateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "column, random10, random30, fullyVisibleBM, rbm, pfeilsNoise, feedforward, brunel, synfire,"
                    + " guidebook")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "network file to write")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--scale", paramLabel = "S", description = "of column: share of all neurons (0.1)")
    private @Nullable Double scale;

    @Option(names = "--size", paramLabel = "N", description = "neurons, or neurons of a layer")
    private @Nullable Integer size;

    @Option(names = "--seed", paramLabel = "N", description = "the network's seed (1)")
    private @Nullable Long seed;

    @Override
    public Integer call() {
        try (OutputFiles files = new OutputFiles()) {
            return generate(files);
        }
    }

    private int generate(OutputFiles files) {
        OutputFile file = files.add("--output", output);
        Network network;
        try {
            network = Benchmarks.generate(
                    name,
                    Optional.ofNullable(scale).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    Optional.ofNullable(size).map(OptionalInt::of).orElse(OptionalInt.empty()),
                    Optional.ofNullable(seed).map(OptionalLong::of).orElse(OptionalLong.empty()));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e);
        }
        file.write(to -> {
            try (OutputStream out = Files.newOutputStream(to)) {
                NetworkWriter.write(network, out);
            }
        });
        files.commit();
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %d neurons in %d populations, %d projections%n",
                        output,
                        network.neuronCount(),
                        network.populations().size(),
                        network.projections().size());
        return 0;
    }
}
