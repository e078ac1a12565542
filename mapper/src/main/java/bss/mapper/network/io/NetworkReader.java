package bss.mapper.network.io;

import bss.mapper.network.CurrentSource;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Value;
import bss.mapper.network.connect.Expansion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a network file. What means nothing is an error that names its JSON path; what the hardware cannot reach
/// is read as it stands.
public final class NetworkReader {

    /// The version of the format that is written, and the newest that is read.
    static final int VERSION = 1;

    private static final String WHAT = "network";

    private NetworkReader() {}

    /// Reads a file; a `pairs_file` is looked for beside it.
    public static Network read(Path file) throws NetworkFileException {
        Path parent = file.toAbsolutePath().getParent();
        return read(file.toString(), JsonFile.bytes(file, WHAT + " file"), parent == null ? Path.of("") : parent);
    }

    /// Reads the bytes of a file.
    ///
    /// @param name of the file, for messages
    /// @param folder where a `pairs_file` is looked for
    public static Network read(String name, byte[] bytes, Path folder) throws NetworkFileException {
        JsonField root = JsonFile.root(name, bytes, WHAT);
        JsonFile.requireVersion(root, VERSION);
        root.object("version", "name", "seed", "populations", "projections", "currents");
        String networkName = root.has("name") ? Values.label(root.required("name", "a text")) : "network";
        long seed = root.has("seed") ? root.required("seed", "an integer").integer(Long.MIN_VALUE, Long.MAX_VALUE) : 1;
        List<Population> populations = populations(root);
        List<Projection> projections = projections(root, populations, folder);
        List<CurrentSource> currents = new ArrayList<>();
        for (JsonField field : elements(root, "currents")) {
            currents.add(CurrentReader.current(field, populations));
        }
        Network network = new Network(networkName, seed, populations, projections, currents);
        checkProjections(network, root);
        return network;
    }

    private static List<JsonField> elements(JsonField root, String key) throws NetworkFileException {
        Optional<JsonField> field = root.optional(key);
        return field.isPresent() ? field.get().elements("an array of objects") : List.of();
    }

    private static List<Population> populations(JsonField root) throws NetworkFileException {
        List<Population> populations = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        root.required("populations", "an array of objects");
        for (JsonField field : elements(root, "populations")) {
            Population population = PopulationReader.population(field);
            if (!labels.add(population.label())) {
                throw field.required("label", "a text").wrong("used by one population");
            }
            populations.add(population);
        }
        return populations;
    }

    private static List<Projection> projections(JsonField root, List<Population> populations, Path folder)
            throws NetworkFileException {
        ProjectionReader reader = new ProjectionReader(populations, folder);
        List<Projection> projections = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (JsonField field : elements(root, "projections")) {
            Projection projection = reader.projection(field, projections.size());
            if (!labels.add(projection.label())) {
                throw field.optional("label")
                        .orElse(field)
                        .error("is %s, must be used by one projection".formatted(Json.quote(projection.label())));
            }
            projections.add(projection);
        }
        return projections;
    }

    private static void checkProjections(Network network, JsonField root) throws NetworkFileException {
        long total = 0;
        List<JsonField> fields = elements(root, "projections");
        for (int i = 0; i < fields.size(); i++) {
            Projection projection = network.projections().get(i);
            JsonField connector = fields.get(i).required("connector", "an object");
            Optional<String> problem = Expansion.infeasible(network, projection);
            if (problem.isPresent()) {
                throw connector
                        .optional("n")
                        .orElse(connector)
                        .error(problem.get().replaceFirst("^n is", "is"));
            }
            total += Expansion.upperBound(network, projection);
            if (total > Network.MAX_SYNAPSES) {
                throw connector.error(
                        "brings the network to %d synapses, must be at most %d".formatted(total, Network.MAX_SYNAPSES));
            }
            JsonField synapse = fields.get(i).required("synapse", "an object");
            checkLength(network, i, projection.synapse().weight(), synapse, "weight");
            checkLength(network, i, projection.synapse().delay(), synapse, "delay");
        }
    }

    private static void checkLength(Network network, int projection, Value value, JsonField synapse, String key)
            throws NetworkFileException {
        if (value instanceof Value.PerCell perCell) {
            int synapses = Expansion.count(network, projection);
            if (perCell.values().size() != synapses) {
                throw synapse.required(key, "an array")
                        .error("has %d values, must have %d, one for each synapse"
                                .formatted(perCell.values().size(), synapses));
            }
        }
    }
}
