package bss.tools.cli;

import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkWriter;
import bss.mapper.verify.Request;
import bss.mapper.verify.Verifier;
import bss.mapper.verify.VerifyReport;
import bss.spec.mapping.Mapping;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-map verify`: extracts the network that a mapping's bits realise and compares it with the one asked for.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = {
            "Reads only the configuration's bits, extracts the network that they realise and compares it with NETWORK.",
            "A wrong synapse is an error, exit code 1."
        },
        footer = {"", "Example: bss-map verify balanced.bssmap examples/balanced.json"})
final class VerifyCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OUT.bssmap", description = "mapping")
    @SuppressWarnings("NullAway.Init")
    private Path mappingFile;

    @Parameters(index = "1", paramLabel = "NETWORK", description = "the network it was made of")
    @SuppressWarnings("NullAway.Init")
    private Path networkFile;

    @Override
    public Integer call() {
        Mapping mapping = Inputs.mapping(mappingFile);
        Network network = Inputs.network(networkFile);
        Network mapped = Inputs.networkOf(mappingFile, mapping);
        if (!NetworkWriter.digestHex(network).equals(NetworkWriter.digestHex(mapped))) {
            throw Failure.usage("%s is a mapping of another network than %s (SHA-256 %s, %s)"
                    .formatted(
                            mappingFile,
                            networkFile,
                            NetworkWriter.digestHex(mapped).substring(0, 12),
                            NetworkWriter.digestHex(network).substring(0, 12)));
        }
        VerifyReport report = new Verifier(mapping, Request.of(network)).verify();
        PrintWriter out = spec.commandLine().getOut();
        mapping.calibration().ifPresent(c -> out.printf("made with the %s%n", c.identity()));
        out.printf(
                "%d synapses requested, %d realised by the bits (%d reported), %d lost, %d wrong, %d missing%n",
                report.requested(),
                report.realised(),
                report.reported(),
                report.lost(),
                report.wrong(),
                report.missing());
        report.examples().forEach(out::println);
        if (!report.agrees()) {
            throw Failure.failed(
                    "the bits do not realise what the mapping reports: %d wrong, %d missing, %d mute, %d unheard, %d background"
                            .formatted(
                                    report.wrong(),
                                    report.missing(),
                                    report.mute(),
                                    report.unheard(),
                                    report.background()),
                    new IllegalStateException("verify"));
        }
        return 0;
    }
}
