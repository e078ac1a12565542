package bss.tools.cli;

import bss.mapper.explain.Explainer;
import bss.spec.mapping.Mapping;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-map explain`: where one synapse went, or why it was lost.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Tells the route of a synapse, bus by bus, or why it was lost and which resource was full.",
        footer = {"", "Example: bss-map explain balanced.bssmap --synapse \"exc[0]->inh[3]\""})
final class ExplainCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "OUT.bssmap", description = "mapping")
    @SuppressWarnings("NullAway.Init")
    private Path mappingFile;

    @Option(names = "--synapse", paramLabel = "SRC[i]->DST[j]", required = true, description = "source and target cell")
    @SuppressWarnings("NullAway.Init")
    private String synapse;

    @Override
    public Integer call() {
        Mapping mapping = Inputs.mapping(mappingFile);
        try {
            new Explainer(mapping, Inputs.networkOf(mappingFile, mapping))
                    .explain(synapse)
                    .forEach(spec.commandLine().getOut()::println);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--synapse: " + e.getMessage());
        }
        return 0;
    }
}
