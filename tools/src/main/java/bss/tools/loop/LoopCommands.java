package bss.tools.loop;

import bss.hil.loop.Iteration;
import bss.hil.loop.IterationTiming;
import bss.hil.loop.LoopStatistics;
import bss.hil.loop.NetworkLoop;
import bss.hil.loop.SynapseEnds;
import bss.mapper.network.Network;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.backend.BackendException;
import bss.spec.mapping.CellSites;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Carries commands out on a network in the loop.
final class LoopCommands {

    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private static final List<String> NAMES =
            List.of("describe", "synapses", "weights", "spikes", "run", "readback", "statistics", "quit");

    private final NetworkLoop loop;
    private final LoopDescription description;
    private final List<SynapseEnds> ends;

    /// @param network the one that the loop's mapping holds
    LoopCommands(NetworkLoop loop, Network network) {
        this.loop = loop;
        description = new LoopDescription(loop.mapping(), network);
        ends = new ArrayList<>();
        for (int p = 0; p < network.projections().size(); p++) {
            Connections drawn = Expansion.expand(network, p);
            ends.add(new SynapseEnds(drawn.sources(), drawn.targets()));
        }
    }

    ObjectNode describe() {
        return description.json();
    }

    /// Carries out one command; the answer is without what all answers have.
    ObjectNode carryOut(JsonNode command) throws CommandException, BackendException, InterruptedException {
        if (!command.isObject()) {
            throw new CommandException("a command is an object, as {\"do\": \"describe\"}");
        }
        JsonNode name = command.get("do");
        if (name == null || !name.isTextual()) {
            throw new CommandException("field \"do\" is %s, must be one of %s"
                    .formatted(name == null ? "missing" : name, String.join(", ", NAMES)));
        }
        try {
            return switch (name.textValue()) {
                case "describe" -> {
                    arguments(command);
                    yield describe();
                }
                case "synapses" -> synapses(arguments(command, "projection"));
                case "weights" ->
                    weights(arguments(
                            command, "projection", "digital", "uS", "synapses", "pre", "post", "rounding", "seed"));
                case "spikes" -> spikes(arguments(command, "population", "cells", "times"));
                case "run" -> run(arguments(command, "duration", "populations"));
                case "readback" -> readBack(arguments(command, "projection"));
                case "statistics" -> {
                    arguments(command);
                    yield statistics(loop.statistics());
                }
                case "quit" -> {
                    arguments(command);
                    yield JSON.createObjectNode();
                }
                default ->
                    throw new CommandException(
                            "field \"do\" is %s, must be one of %s".formatted(name, String.join(", ", NAMES)));
            };
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private static Arguments arguments(JsonNode command, String... own) throws CommandException {
        List<String> known = new ArrayList<>(List.of("do", "id"));
        known.addAll(List.of(own));
        return new Arguments(command, Set.copyOf(known));
    }

    private ObjectNode synapses(Arguments of) throws CommandException {
        int projection = loop.projection(of.text("projection"));
        SynapseEnds lead = ends.get(projection);
        int[] digital = loop.weights(projection);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode pre = answer.putArray("pre");
        ArrayNode post = answer.putArray("post");
        ArrayNode weights = answer.putArray("digital");
        for (int s = 0; s < digital.length; s++) {
            pre.add(lead.source(s));
            post.add(lead.target(s));
            weights.add(digital[s]);
        }
        if (loop.scaled(projection)) {
            ArrayNode biological = answer.putArray("uS");
            for (double uS : loop.biologicalWeights(projection)) {
                if (Double.isNaN(uS)) {
                    biological.addNull();
                } else {
                    biological.add(uS);
                }
            }
        }
        return answer;
    }

    private ObjectNode weights(Arguments of) throws CommandException {
        int projection = loop.projection(of.text("projection"));
        if (of.has("digital") == of.has("uS")) {
            throw new CommandException("needs one of the fields \"digital\" and \"uS\"");
        }
        int[][] synapses = chosen(of, projection);
        if (of.has("digital")) {
            if (of.has("rounding") || of.has("seed")) {
                throw new CommandException("fields \"rounding\" and \"seed\" belong to \"uS\"");
            }
            int[] weights = of.wholes("digital");
            requireCount("digital", weights.length, synapses.length);
            loop.requireWeights(projection, synapses, weights);
            for (int i = 0; i < weights.length; i++) {
                for (int s : synapses[i]) {
                    loop.setWeight(projection, s, weights[i]);
                }
            }
        } else {
            double[] weights = of.numbers("uS");
            requireCount("uS", weights.length, synapses.length);
            requireBiological(weights);
            if (!loop.scaled(projection)) {
                throw new CommandException(
                        "the mapping does not tell what all weights of this projection are in uS, set digital ones");
            }
            boolean stochastic = stochastic(of);
            SplittableRandom random = new SplittableRandom(stochastic ? of.whole("seed") : 0);
            for (int i = 0; i < weights.length; i++) {
                for (int s : synapses[i]) {
                    loop.setBiologicalWeight(
                            projection,
                            s,
                            weights[i],
                            stochastic ? NetworkLoop.stochastic(random) : NetworkLoop.nearest());
                }
            }
        }
        return JSON.createObjectNode();
    }

    private static void requireBiological(double[] weights) throws CommandException {
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new CommandException(
                        "field \"uS[%d]\" is %s, must be finite and not negative".formatted(i, weights[i]));
            }
        }
    }

    private static boolean stochastic(Arguments of) throws CommandException {
        String rounding = of.optionalText("rounding").orElse("nearest");
        boolean stochastic = rounding.equals("stochastic");
        if (!stochastic && !rounding.equals("nearest")) {
            throw new CommandException(
                    "field \"rounding\" is \"%s\", must be nearest or stochastic".formatted(rounding));
        }
        if (!stochastic && of.has("seed")) {
            throw new CommandException("field \"seed\" belongs to \"rounding\": \"stochastic\"");
        }
        return stochastic;
    }

    /// The synapses that each of the weights is for.
    private int[][] chosen(Arguments of, int projection) throws CommandException {
        SynapseEnds lead = ends.get(projection);
        boolean pairs = of.has("pre") || of.has("post");
        if (pairs && of.has("synapses")) {
            throw new CommandException("synapses are named by \"synapses\" or by \"pre\" and \"post\", not by both");
        }
        if (pairs) {
            int[] pre = of.wholes("pre");
            int[] post = of.wholes("post");
            requireCount("post", post.length, pre.length);
            int[][] chosen = new int[pre.length][];
            for (int i = 0; i < pre.length; i++) {
                chosen[i] = lead.between(pre[i], post[i]);
                if (chosen[i].length == 0) {
                    throw new CommandException("no synapse leads from cell %d (pre[%d]) to cell %d (post[%d])"
                            .formatted(pre[i], i, post[i], i));
                }
            }
            return chosen;
        }
        int[] listed = of.has("synapses") ? of.wholes("synapses") : null;
        int[][] chosen = new int[listed == null ? lead.count() : listed.length][];
        for (int i = 0; i < chosen.length; i++) {
            int synapse = listed == null ? i : listed[i];
            if (synapse < 0 || synapse >= lead.count()) {
                throw new CommandException(
                        "field \"synapses[%d]\" is %d, must be 0 to %d".formatted(i, synapse, lead.count() - 1));
            }
            chosen[i] = new int[] {synapse};
        }
        return chosen;
    }

    private ObjectNode spikes(Arguments of) throws CommandException {
        int population = loop.population(of.text("population"));
        CellSites sites = loop.mapping().cells().get(population);
        double[][] times = of.lists("times");
        int[] cells = of.has("cells") ? of.wholes("cells") : null;
        requireCount("times", times.length, cells == null ? sites.count() : cells.length);
        for (int i = 0; i < times.length; i++) {
            loop.requireSpikes(population, cells == null ? i : cells[i], times[i]);
        }
        for (int i = 0; i < times.length; i++) {
            loop.setSpikes(population, cells == null ? i : cells[i], times[i]);
        }
        return JSON.createObjectNode();
    }

    private static void requireCount(String field, int count, int right) throws CommandException {
        if (count != right) {
            throw new CommandException("field \"%s\" has %d entries, must have %d".formatted(field, count, right));
        }
    }

    private ObjectNode run(Arguments of) throws CommandException, BackendException, InterruptedException {
        List<Integer> populations = new ArrayList<>();
        if (of.has("populations")) {
            for (String label : of.texts("populations")) {
                int population = loop.population(label);
                if (loop.mapping().cells().get(population).external()) {
                    throw new CommandException(
                            "population \"%s\" is of sources, only neurons are recorded".formatted(label));
                }
                populations.add(population);
            }
        } else {
            populations.addAll(description.neurons());
        }
        Iteration iteration = loop.run(of.number("duration"));
        ObjectNode answer = JSON.createObjectNode();
        answer.put("iteration", iteration.timing().iteration());
        ObjectNode spikes = answer.putObject("spikes");
        for (int p : populations) {
            CellSites sites = loop.mapping().cells().get(p);
            ArrayNode cells = spikes.putArray(sites.label());
            for (int cell = 0; cell < sites.count(); cell++) {
                ArrayNode times = cells.addArray();
                for (double ms : iteration.spikes().times(p, cell)) {
                    times.add(ms);
                }
            }
        }
        answer.put("stray", iteration.spikes().stray());
        answer.set("counters", JSON.valueToTree(iteration.counters()));
        answer.set("timing", timing(iteration.timing()));
        return answer;
    }

    private static ObjectNode timing(IterationTiming timing) {
        ObjectNode node = JSON.valueToTree(timing);
        node.remove("iteration");
        return node.put("latency_seconds", timing.latencySeconds());
    }

    private ObjectNode readBack(Arguments of) throws CommandException, BackendException {
        int projection = loop.projection(of.text("projection"));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode weights = answer.putArray("digital");
        for (int weight : loop.weightsOnWafer(projection)) {
            weights.add(weight);
        }
        return answer;
    }

    /// Statistics as an answer or a summary tells them.
    static ObjectNode statistics(LoopStatistics statistics) {
        return JSON.valueToTree(statistics);
    }

    /// A line of input as JSON.
    static ObjectMapper json() {
        return JSON;
    }
}
