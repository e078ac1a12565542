package bss.tools.cli;

import bss.mapper.MapperResult;
import bss.mapper.network.Network;
import bss.proto.MappingCodec;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-map`: places and routes a network, translates its parameters, writes the mapping.
@Command(
        name = "bss-map",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        subcommands = {GenerateCommand.class, VerifyCommand.class, ExplainCommand.class},
        description = "Maps a network onto a BrainScaleS-1 wafer.",
        footer = {
            "",
            "Example: bss-map examples/balanced.json -o balanced.bssmap --report balanced.report.json",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 3 more lost than allowed, 130 interrupted"
        })
public final class MapCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NETWORK", description = "network file (JSON)")
    private @Nullable Path input;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.bssmap",
            description = "mapping to write")
    private @Nullable Path output;

    @Mixin
    private MapOptions map = new MapOptions();

    public static void main(String[] args) {
        Commands.main(new MapCommand(), args);
    }

    @Override
    public Integer call() throws Exception {
        if (input == null || output == null) {
            throw Failure.usage("needs a network file and -o OUT.bssmap; see bss-map --help");
        }
        try (OutputFiles files = new OutputFiles()) {
            files.keep(input);
            return map(input, files.add("--output", output), files);
        }
    }

    private int map(Path from, OutputFile file, OutputFiles files) throws InterruptedException {
        map.check(files);
        Network network = Inputs.network(from);
        PrintWriter out = spec.commandLine().getOut();
        MapperResult result = map.map(
                from.toString(), network, new ProgressBar(spec.commandLine().getErr()), out);
        byte[] bytes = MappingCodec.encode(result.mapping());
        file.write(to -> Files.write(to, bytes));
        files.commit();
        out.printf("mapping in %s (%.1f MiB)%n", file.path(), bytes.length / 1048576.0);
        return 0;
    }
}
