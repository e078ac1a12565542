package bss.mapper.network.io;

import bss.mapper.network.Bound;
import bss.mapper.network.Cells;
import bss.mapper.network.Connector;
import bss.mapper.network.PairList;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Reads an element of `projections`.
final class ProjectionReader {

    private static final String RULES = "one of all_to_all, one_to_one, fixed_probability, fixed_indegree, "
            + "fixed_outdegree, fixed_total_number, from_list";

    private final List<Population> populations;
    private final Path folder;

    /// @param folder where a `pairs_file` is looked for
    ProjectionReader(List<Population> populations, Path folder) {
        this.populations = populations;
        this.folder = folder;
    }

    Projection projection(JsonField field, int index) throws NetworkFileException {
        field.object("label", "source", "target", "receptor", "connector", "synapse", "source_cells", "target_cells");
        String label = field.has("label") ? Values.label(field.required("label", "a text")) : "projection" + index;
        int source = population(field.required("source", "the label of a population"), populations);
        int target = neurons(field.required("target", "the label of a population"), populations);
        JsonField receptor = field.required("receptor", "excitatory or inhibitory");
        Cells sourceCells =
                Values.cells(field, "source_cells", populations.get(source).size());
        Cells targetCells =
                Values.cells(field, "target_cells", populations.get(target).size());
        Connector connector = connector(
                field.required("connector", "an object with a rule"),
                sourceCells.count(populations.get(source).size()),
                targetCells.count(populations.get(target).size()));
        Synapse synapse = synapse(field.required("synapse", "an object with type, weight and delay"), connector);
        return new Projection(
                label,
                source,
                target,
                Values.constant(receptor, Receptor.class),
                connector,
                synapse,
                sourceCells,
                targetCells);
    }

    static int population(JsonField field, List<Population> populations) throws NetworkFileException {
        String label = field.text();
        for (int i = 0; i < populations.size(); i++) {
            if (populations.get(i).label().equals(label)) {
                return i;
            }
        }
        List<String> labels = populations.stream().map(Population::label).toList();
        throw field.wrong(
                labels.isEmpty()
                        ? "the label of a population, of which there are none"
                        : "one of "
                                + String.join(", ", labels.subList(0, Math.min(10, labels.size())))
                                + (labels.size() > 10 ? ", ..." : ""));
    }

    static int neurons(JsonField field, List<Population> populations) throws NetworkFileException {
        int index = population(field, populations);
        if (populations.get(index).cell().isSource()) {
            throw field.wrong("a population of neurons, not a "
                    + populations.get(index).cell().name());
        }
        return index;
    }

    private Connector connector(JsonField field, int sources, int targets) throws NetworkFileException {
        JsonField rule = field.required("rule", RULES);
        return switch (rule.text()) {
            case Connector.AllToAll.RULE -> {
                field.object("rule", "allow_self");
                yield new Connector.AllToAll(Values.truth(field, "allow_self", true));
            }
            case Connector.OneToOne.RULE -> {
                field.object("rule");
                yield new Connector.OneToOne();
            }
            case Connector.FixedProbability.RULE -> {
                field.object("rule", "p", "allow_self");
                yield new Connector.FixedProbability(
                        Values.number(field, "p", Bound.PROBABILITY), Values.truth(field, "allow_self", true));
            }
            case Connector.FixedIndegree.RULE ->
                new Connector.FixedIndegree(n(field), replacement(field), Values.truth(field, "allow_self", true));
            case Connector.FixedOutdegree.RULE ->
                new Connector.FixedOutdegree(n(field), replacement(field), Values.truth(field, "allow_self", true));
            case Connector.FixedTotalNumber.RULE ->
                new Connector.FixedTotalNumber(n(field), replacement(field), Values.truth(field, "allow_self", true));
            case Connector.FromList.RULE -> new Connector.FromList(pairs(field, sources, targets));
            default -> throw rule.wrong(RULES);
        };
    }

    private static int n(JsonField field) throws NetworkFileException {
        field.object("rule", "n", "with_replacement", "allow_self");
        return (int) field.required("n", "an integer from 0").integer(0, Integer.MAX_VALUE);
    }

    private static boolean replacement(JsonField field) throws NetworkFileException {
        return Values.truth(field, "with_replacement", true);
    }

    private PairList pairs(JsonField field, int sources, int targets) throws NetworkFileException {
        field.object("rule", "pairs", "pairs_file");
        String must = "an array of [source, target], [source, target, weight] or [source, target, weight, delay]";
        if (field.has("pairs") == field.has("pairs_file")) {
            throw field.error("must have pairs or pairs_file, one of them");
        }
        if (field.has("pairs_file")) {
            return PairsFile.read(field.required("pairs_file", "a file name"), folder, sources, targets);
        }
        PairColumns columns = new PairColumns(sources, targets);
        for (JsonField pair : field.required("pairs", must).elements(must)) {
            List<JsonField> entries = pair.elements("[source, target], and perhaps weight and delay");
            int expected = columns.width(entries.size());
            if (expected != entries.size()) {
                throw pair.error(
                        expected == 0
                                ? "has %d numbers, must have 2, 3 or 4".formatted(entries.size())
                                : "has %d numbers, must have %d as the pair before it"
                                        .formatted(entries.size(), expected));
            }
            columns.add(entries);
        }
        return columns.toPairList();
    }

    private static Synapse synapse(JsonField field, Connector connector) throws NetworkFileException {
        JsonField type = field.required("type", "one of static, tsodyks_markram, stdp");
        Plasticity plasticity = switch (type.text()) {
            case Plasticity.Static.NAME -> {
                known(field);
                yield new Plasticity.Static();
            }
            case Plasticity.TsodyksMarkram.NAME -> {
                known(field, "U", "tau_rec", "tau_facil");
                yield new Plasticity.TsodyksMarkram(
                        Values.number(field, "U", Bound.PROBABILITY, 0.5),
                        Values.number(field, "tau_rec", Bound.POSITIVE, 100),
                        Values.number(field, "tau_facil", Bound.NON_NEGATIVE, 0));
            }
            case Plasticity.Stdp.NAME -> stdp(field);
            default -> throw type.wrong("one of static, tsodyks_markram, stdp");
        };
        boolean listedWeights = connector instanceof Connector.FromList(PairList pairs)
                && pairs.weights().isPresent();
        boolean listedDelays = connector instanceof Connector.FromList(PairList pairs)
                && pairs.delays().isPresent();
        Value weight = listedWeights && !field.has("weight")
                ? Value.of(0)
                : Values.value(
                        field.required("weight", "a number at least 0"), OptionalInt.empty(), Bound.NON_NEGATIVE);
        Value delay = field.has("delay")
                ? Values.value(field.required("delay", "a number above 0"), OptionalInt.empty(), Bound.POSITIVE)
                : Value.of(Synapse.DEFAULT_DELAY_MS);
        forbidTwice(field, "weight", listedWeights);
        forbidTwice(field, "delay", listedDelays);
        return new Synapse(plasticity, weight, delay);
    }

    private static void forbidTwice(JsonField field, String key, boolean listed) throws NetworkFileException {
        if (listed && field.has(key)) {
            throw field.required(key, "absent").error("is given and so it is in the pairs, must be in one of them");
        }
    }

    private static void known(JsonField field, String... more) throws NetworkFileException {
        List<String> keys = new ArrayList<>(List.of("type", "weight", "delay"));
        keys.addAll(Arrays.asList(more));
        field.object(keys.toArray(String[]::new));
    }

    private static Plasticity stdp(JsonField field) throws NetworkFileException {
        known(field, "tau_plus", "tau_minus", "A_plus", "A_minus", "w_min", "w_max");
        double wMin = Values.number(field, "w_min", Bound.NON_NEGATIVE, 0);
        double wMax = Values.number(field, "w_max", Bound.NON_NEGATIVE, 1);
        if (wMin > wMax) {
            throw field.optional("w_min").orElse(field).wrong("at most w_max, %s".formatted(wMax));
        }
        return new Plasticity.Stdp(
                Values.number(field, "tau_plus", Bound.POSITIVE, 20),
                Values.number(field, "tau_minus", Bound.POSITIVE, 20),
                Values.number(field, "A_plus", Bound.FINITE, 0.01),
                Values.number(field, "A_minus", Bound.FINITE, 0.01),
                wMin,
                wMax);
    }
}
