package bss.mapper.network.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkReaderErrorsTest {

    /// Each row of the table replaces one text of this network, which is correct as it stands.
    private static final String GOOD = """
            {"version": 1, "name": "good", "seed": 42,
             "populations": [
              {"label": "poisson", "size": 4, "cell": {"type": "SpikeSourcePoisson", "parameters": {"rate": 20.0, "start": 0.0, "duration": 9.0}}},
              {"label": "array", "size": 2, "cell": {"type": "SpikeSourceArray", "parameters": {"spike_times": [[1.0, 2.0], []]}}},
              {"label": "lif", "size": 3, "cell": {"type": "IF_cond_exp", "parameters": {"cm": 0.2, "tau_m": [10.0, 11.0, 12.0], "tau_refrac": 1.0,
                 "v_rest": {"distribution": "normal", "mu": -70.0, "sigma": 1.0}, "v_reset": -70.0, "v_thresh": -55.0}},
               "initial_values": {"v": -65.0}, "record": ["spikes", "v"], "record_cells": [0, 2], "sampling_interval": 0.2,
               "expected_rate": 12.0, "placement": {"neuron_size": 8, "hicanns": [88], "neuron_blocks": [7], "region": {"x": [28, 30], "y": [4, 5]}}},
              {"label": "adex", "size": 3, "cell": {"type": "EIF_cond_exp_isfa_ista", "parameters": {"delta_T": 1.5}}, "record": ["w", "gsyn_exc"]}],
             "projections": [
              {"label": "a", "source": "poisson", "target": "lif", "receptor": "excitatory", "connector": {"rule": "fixed_probability", "p": 0.5},
               "synapse": {"type": "static", "weight": 0.01, "delay": 1.5}, "source_cells": {"from": 0, "to": 3}, "target_cells": [1, 2]},
              {"label": "b", "source": "lif", "target": "adex", "receptor": "inhibitory", "connector": {"rule": "one_to_one"},
               "synapse": {"type": "tsodyks_markram", "U": 0.4, "tau_rec": 90.0, "tau_facil": 3.0, "weight": [0.1, 0.2, 0.3], "delay": 0.9}},
              {"label": "c", "source": "lif", "target": "lif", "receptor": "inhibitory", "connector": {"rule": "fixed_indegree", "n": 2, "with_replacement": false, "allow_self": false},
               "synapse": {"type": "stdp", "tau_plus": 21.0, "w_min": 0.01, "w_max": 0.02, "weight": 0.015}},
              {"label": "d", "source": "array", "target": "lif", "receptor": "excitatory", "connector": {"rule": "from_list", "pairs": [[0, 1, 0.25], [1, 2, 0.125]]},
               "synapse": {"type": "static", "delay": 1.25}},
              {"label": "e", "source": "lif", "target": "lif", "receptor": "excitatory", "connector": {"rule": "fixed_total_number", "n": 7},
               "synapse": {"type": "static", "weight": {"distribution": "uniform", "low": 0.001, "high": 0.002}}}],
             "currents": [
              {"target": "lif", "cells": [0], "type": "step", "times": [0.0, 50.0], "amplitudes": [0.0, 0.5]},
              {"target": "adex", "type": "noisy", "mean": 0.1, "stdev": 0.2, "dt": 0.3}]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theNetworkOfTheTableIsCorrect() throws NetworkFileException {
        assertEquals(5, read(GOOD.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "version": 1                  | "version": 2                 | $.version | is 2, must be at most 1
            "version": 1                  | "version": 0                 | $.version | is 0, must be an integer from 1
            "version": 1                  | "version": "1"               | $.version | is "1", must be an integer
            "version": 1,                 | ``                           | $.version | is missing
            "name": "good"                | "name": 3                    | $.name | is 3, must be a text
            "name": "good"                | "nam": "good"                | $.nam | is unknown, must be one of version, name
            "seed": 42                    | "seed": 4.5                  | $.seed | is 4.5, must be an integer
            "seed": 42                    | "seed": 99999999999999999999 | $.seed | is 99999999999999999999, must be an integer
            "seed": 42                    | "seed": 42, "seed": 42       | $.seed | is given twice
            "seed": 42                    | "seed": null                 | $.seed | is null, must be an integer
            "label": "array"              | "label": "poisson"           | $.populations[1].label | is "poisson", must be used by one population
            "label": "array"              | "label": "a/b"               | $.populations[1].label | is "a/b", must be a text
            "label": "array"              | "label": ""                  | $.populations[1].label | is "", must be a text
            "label": "array",             | ``                           | $.populations[1].label | is missing
            "size": 4                     | "size": -4                   | $.populations[0].size | is -4, must be an integer from 1
            "size": 4                     | "size": 0                    | $.populations[0].size | is 0, must be an integer from 1
            "size": 4                     | "size": 4.0                  | $.populations[0].size | is 4.0, must be an integer
            "size": 4                     | "size": 1e3                  | $.populations[0].size | is 1e3, must be an integer
            "size": 4                     | "size": 99999999999          | $.populations[0].size | is 99999999999, must be an integer
            "size": 4                     | "size": true                 | $.populations[0].size | is true, must be an integer
            "size": 4                     | "size": 4, "colour": 1       | $.populations[0].colour | is unknown
            SpikeSourcePoisson            | SpikeSourceGamma             | $.populations[0].cell.type | is "SpikeSourceGamma", must be one of IF_cond_exp
            "rate": 20.0                  | "rate": -1                   | $.populations[0].cell.parameters.rate | is -1, must be from 0 to 1000000 Hz
            "rate": 20.0                  | "rate": 1e300                | $.populations[0].cell.parameters.rate | is 1e300, must be from 0
            "rate": 20.0                  | "rate": 1e999                | $.populations[0].cell.parameters.rate | is 1e999, must be a number below
            "rate": 20.0                  | "freq": 20.0                 | $.populations[0].cell.parameters.freq | is unknown, must be one of rate, start, duration
            "rate": 20.0                  | "rate": "20"                 | $.populations[0].cell.parameters.rate | is "20", must be a number, an array or a distribution
            "duration": 9.0               | "duration": -9.0             | $.populations[0].cell.parameters.duration | is -9.0, must be at least 0
            [[1.0, 2.0], []]              | [[1.0, 2.0]]                 | $.populations[1].cell.parameters.spike_times | has 1 spike trains, must have 2
            [[1.0, 2.0], []]              | [[3.0, 2.0], []]             | $.populations[1].cell.parameters.spike_times[0][1] | is 2.0, must be at least the time before it, 3.0
            [[1.0, 2.0], []]              | [[-1.0, 2.0], []]            | $.populations[1].cell.parameters.spike_times[0][0] | is -1.0, must be at least 0
            [[1.0, 2.0], []]              | [1.0, 2.0]                   | $.populations[1].cell.parameters.spike_times[0] | is 1.0, must be an array
            [[1.0, 2.0], []]              | [[1.0, "x"], []]             | $.populations[1].cell.parameters.spike_times[0][1] | is "x", must be a number
            "cm": 0.2                     | "cm": 0                      | $.populations[2].cell.parameters.cm | is 0, must be above 0
            "cm": 0.2                     | "cm": -0.2                   | $.populations[2].cell.parameters.cm | is -0.2, must be above 0
            "cm": 0.2                     | "Cm": 0.2                    | $.populations[2].cell.parameters.Cm | is unknown, must be one of cm, tau_m
            [10.0, 11.0, 12.0]            | -1.0                         | $.populations[2].cell.parameters.tau_m | is -1.0, must be above 0
            [10.0, 11.0, 12.0]            | [10.0, 11.0]                 | $.populations[2].cell.parameters.tau_m | has 2 values, must have 3
            [10.0, 11.0, 12.0]            | [10.0, 0.0, 12.0]            | $.populations[2].cell.parameters.tau_m[1] | is 0.0, must be above 0
            [10.0, 11.0, 12.0]            | [10.0, null, 12.0]           | $.populations[2].cell.parameters.tau_m[1] | is null, must be a number
            "tau_refrac": 1.0             | "tau_refrac": -0.1           | $.populations[2].cell.parameters.tau_refrac | is -0.1, must be at least 0
            "distribution": "normal"      | "distribution": "gauss"      | $.populations[2].cell.parameters.v_rest.distribution | is "gauss", must be one of normal
            "mu": -70.0, "sigma": 1.0     | "mu": -70.0                  | $.populations[2].cell.parameters.v_rest.sigma | is missing
            "mu": -70.0, "sigma": 1.0     | "mu": -70.0, "sigma": -1     | $.populations[2].cell.parameters.v_rest.sigma | is -1, must be at least 0
            "mu": -70.0, "sigma": 1.0     | "mu": 1, "sigma": 1, "beta": 2 | $.populations[2].cell.parameters.v_rest.beta | is unknown
            "distribution": "normal",     | ``                           | $.populations[2].cell.parameters.v_rest.distribution | is missing
            [10.0, 11.0, 12.0]            | {"distribution": "normal", "mu": -9, "sigma": 1} | $.populations[2].cell.parameters.tau_m | draws no value above 0
            "v_reset": -70.0              | "v_reset": -55.0             | $.populations[2].cell.parameters.v_reset | is -55.0, must be below v_thresh -55.0
            "v": -65.0                    | "u": -65.0                   | $.populations[2].initial_values.u | is unknown, must be
            "v": -65.0                    | "v": [-65.0]                 | $.populations[2].initial_values.v | has 1 values, must have 3
            ["spikes", "v"]               | ["spikes", "u"]              | $.populations[2].record[1] | is "u", must be one of spikes, v
            ["spikes", "v"]               | ["spikes", "w"]              | $.populations[2].record[1] | is "w", must be one of spikes, v, gsyn_exc, gsyn_inh for IF_cond_exp
            ["spikes", "v"]               | ["v", "v"]                   | $.populations[2].record[1] | is "v" again
            ["spikes", "v"]               | "v"                          | $.populations[2].record | is "v", must be an array
            "record_cells": [0, 2]        | "record_cells": [0, 3]       | $.populations[2].record_cells[1] | is 3, must be an integer from 0 to 2
            "record_cells": [0, 2]        | "record_cells": [2, 2]       | $.populations[2].record_cells[1] | is 2 again
            "sampling_interval": 0.2      | "sampling_interval": 0       | $.populations[2].sampling_interval | is 0, must be above 0
            "expected_rate": 12.0         | "expected_rate": -12         | $.populations[2].expected_rate | is -12, must be above 0
            "neuron_size": 8              | "neuron_size": 7             | $.populations[2].placement.neuron_size | is 7, must be an even integer from 2 to 64
            "neuron_size": 8              | "neuron_size": 66            | $.populations[2].placement.neuron_size | is 66, must be an integer from 2 to 64
            "hicanns": [88]               | "hicanns": [384]             | $.populations[2].placement.hicanns[0] | is 384, must be an integer from 0 to 383
            "neuron_blocks": [7]          | "neuron_blocks": [8]         | $.populations[2].placement.neuron_blocks[0] | is 8
            "hicanns": [88]               | "hicann": [88]               | $.populations[2].placement.hicann | is unknown, must be one of neuron_size, hicanns
            {"x": [28, 30], "y": [4, 5]}   | {}                           | $.populations[2].placement.region | is empty, must have x, y or both
            {"x": [28, 30], "y": [4, 5]}   | [8, 27]                      | $.populations[2].placement.region | is an array of numbers, must be an object
            "x": [28, 30]                  | "z": [8, 27]                 | $.populations[2].placement.region.z | is unknown, must be one of x, y
            "x": [28, 30]                  | "x": [28, 36]                 | $.populations[2].placement.region.x[1] | is 36, must be an integer from 0 to 35
            "x": [28, 30]                  | "x": [-1, 27]                | $.populations[2].placement.region.x[0] | is -1, must be an integer from 0 to 35
            "x": [28, 30]                  | "x": [30, 28]                | $.populations[2].placement.region.x | is [30, 28], must ascend
            "x": [28, 30]                  | "x": [28]                     | $.populations[2].placement.region.x | has 1 values, must be [first, last] from 0 to 35
            "x": [28, 30]                  | "x": 8                       | $.populations[2].placement.region.x | is 8, must be [first, last] from 0 to 35
            "y": [4, 5]                   | "y": [4, 16]                 | $.populations[2].placement.region.y[1] | is 16, must be an integer from 0 to 15
            "y": [4, 5]                   | "y": [4, "5"]                | $.populations[2].placement.region.y[1] | is "5", must be an integer from 0 to 15
            {"x": [28, 30], "y": [4, 5]}   | {"x": [0, 3], "y": [0, 5]}   | $.populations[2].placement.region | is x 0 to 3, y 0 to 5 and has no HICANN, must reach into the round wafer
            "x": [28, 30]                  | "x": [8, 20]                 | $.populations[2].placement.hicanns | has none of the HICANNs of the region x 8 to 20, y 4 to 5, must have one at least
            "delta_T": 1.5                | "delta_T": 0                 | $.populations[3].cell.parameters.delta_T | is 0, must be above 0
            "source": "poisson"           | "source": "nowhere"          | $.projections[0].source | is "nowhere", must be one of poisson, array, lif, adex
            "target": "lif", "receptor": "excitatory", "connector": {"rule": "fixed_p | "target": "array", "receptor": "excitatory", "connector": {"rule": "fixed_p | $.projections[0].target | is "array", must be a population of neurons, not a SpikeSourceArray
            "label": "b"                  | "label": "a"                 | $.projections[1].label | is "a", must be used by one projection
            "receptor": "excitatory", "connector": {"rule": "fixed_p | "receptor": "exc", "connector": {"rule": "fixed_p | $.projections[0].receptor | is "exc", must be one of excitatory, inhibitory
            "rule": "one_to_one"          | "rule": "two_to_two"         | $.projections[1].connector.rule | is "two_to_two", must be one of all_to_all
            "rule": "one_to_one"          | "rule": "one_to_one", "p": 1 | $.projections[1].connector.p | is unknown, must be one of rule
            "rule": "one_to_one"          | "rule": "all_to_all", "allow_self": 1 | $.projections[1].connector.allow_self | is 1, must be true or false
            "source": "lif", "target": "adex" | "source": "poisson", "target": "adex" | $.projections[1].connector | one_to_one has 4 source cells and 3 target cells, must be equal
            "p": 0.5                      | "p": 1.5                     | $.projections[0].connector.p | is 1.5, must be from 0 to 1
            "p": 0.5                      | "p": -0.5                    | $.projections[0].connector.p | is -0.5, must be from 0 to 1
            "weight": 0.01                | "weight": -0.01              | $.projections[0].synapse.weight | is -0.01, must be at least 0
            "weight": 0.01                | "weight": [0.1]              | $.projections[0].synapse.weight | has 1 values, must have
            "weight": 0.01,               | ``                           | $.projections[0].synapse.weight | is missing
            "delay": 1.5                  | "delay": 0                   | $.projections[0].synapse.delay | is 0, must be above 0
            "delay": 1.5                  | "dely": 1.5                  | $.projections[0].synapse.dely | is unknown, must be one of type, weight, delay
            {"from": 0, "to": 3}          | {"from": 0, "to": 5}         | $.projections[0].source_cells.to | is 5, must be an integer from 0 to 4
            {"from": 0, "to": 3}          | {"from": 0}                  | $.projections[0].source_cells.to | is missing
            {"from": 0, "to": 3}          | 3                            | $.projections[0].source_cells | is 3, must be an array of cells or
            "target_cells": [1, 2]        | "target_cells": [1, -2]      | $.projections[0].target_cells[1] | is -2, must be an integer from 0 to 2
            "type": "tsodyks_markram"     | "type": "tsodyks"            | $.projections[1].synapse.type | is "tsodyks", must be one of static
            "U": 0.4                      | "U": 1.4                     | $.projections[1].synapse.U | is 1.4, must be from 0 to 1
            "tau_rec": 90.0               | "tau_rec": 0                 | $.projections[1].synapse.tau_rec | is 0, must be above 0
            [0.1, 0.2, 0.3]               | [0.1, 0.2]                   | $.projections[1].synapse.weight | has 2 values, must have 3
            "n": 2,                       | "n": 3,                      | $.projections[2].connector.n | is 3, must be at most the 2 cells
            "n": 2,                       | "n": -2,                     | $.projections[2].connector.n | is -2, must be an integer from 0
            "n": 7                        | "n": 2000000000              | $.projections[4].connector | brings the network to 2000000
            "tau_plus": 21.0              | "tau_plus": -21.0            | $.projections[2].synapse.tau_plus | is -21.0, must be above 0
            "w_min": 0.01                 | "w_min": 0.03                | $.projections[2].synapse.w_min | is 0.03, must be at most w_max, 0.02
            [[0, 1, 0.25], [1, 2, 0.125]] | [[0, 1, 0.25], [1, 2]]       | $.projections[3].connector.pairs[1] | has 2 numbers, must have 3 as the pair before it
            [[0, 1, 0.25], [1, 2, 0.125]] | [[0]]                        | $.projections[3].connector.pairs[0] | has 1 numbers, must have 2, 3 or 4
            [[0, 1, 0.25], [1, 2, 0.125]] | [[0, 3, 0.25]]               | $.projections[3].connector.pairs[0][1] | is 3.0, must be an integer from 0 to 2
            [[0, 1, 0.25], [1, 2, 0.125]] | [[0, 1, 0.25], [2, 2, 0.1]]  | $.projections[3].connector.pairs[1][0] | is 2.0, must be an integer from 0 to 1
            [[0, 1, 0.25], [1, 2, 0.125]] | [[0.5, 1]]                   | $.projections[3].connector.pairs[0][0] | is 0.5, must be an integer
            [[0, 1, 0.25], [1, 2, 0.125]] | [[0, 1, -0.25]]              | $.projections[3].connector.pairs[0][2] | is -0.25, must be at least 0
            "delay": 1.25                 | "delay": 1.25, "weight": 1   | $.projections[3].synapse.weight | is given and so it is in the pairs
            "pairs": [[0, 1, 0.25], [1, 2, 0.125]] | "pairs_file": "none.csv" | $.projections[3].connector.pairs_file | is "none.csv", must be the name of a file beside
            "pairs": [[0, 1, 0.25], [1, 2, 0.125]] | "pairs_file": "../x.csv" | $.projections[3].connector.pairs_file | is "../x.csv", must be the name of a file beside
            "pairs": [[0, 1, 0.25], [1, 2, 0.125]] | "odd key": 1        | $.projections[3].connector["odd key"] | is unknown
            "low": 0.001, "high": 0.002   | "low": 0.003, "high": 0.002  | $.projections[4].synapse.weight.high | is 0.002, must be at least low, 0.003
            "low": 0.001, "high": 0.002   | "low": -3, "high": -2        | $.projections[4].synapse.weight | draws no value at least 0
            "target": "lif", "cells"      | "target": "poisson", "cells" | $.currents[0].target | is "poisson", must be a population of neurons
            "type": "step"                | "type": "ramp"               | $.currents[0].type | is "ramp", must be one of dc, step, ac, noisy
            "cells": [0]                  | "cells": [3]                 | $.currents[0].cells[0] | is 3, must be an integer from 0 to 2
            [0.0, 50.0]                   | [50.0, 50.0]                 | $.currents[0].times[1] | is 50.0, must be above the time before it, 50.0
            [0.0, 0.5]                    | [0.0]                        | $.currents[0].amplitudes | has 1 values, must have 2
            "stdev": 0.2                  | "stdev": -0.2                | $.currents[1].stdev | is -0.2, must be at least 0
            "dt": 0.3                     | "dt": 0                      | $.currents[1].dt | is 0, must be above 0
            "dt": 0.3                     | "start": 5, "stop": 4        | $.currents[1].stop | is 4, must be start at most stop
            """)
    void everyMistakeIsNamedByItsPath(String right, String wrong, String path, String words) {
        int at = GOOD.indexOf(right);
        assertTrue(at >= 0, "the table's network has no " + right);
        String text = GOOD.substring(0, at) + wrong + GOOD.substring(at + right.length());
        String message = error(text.getBytes(StandardCharsets.UTF_8));
        assertTrue(message.startsWith("net.json: " + path + " " + words), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                | net.json is empty, must be a network in JSON
            []                                | net.json: $.version
            42                                | net.json: $.version
            {"version": 1                     | net.json: line 1, column
            {"version": 1, "populations": []} x | net.json: line 1, column 35
            {"version": 1, "populations": []}{} | net.json: line 1, column 34: text after the end
            {"version": NaN}                  | net.json: line 1, column 16, in $.version: not JSON: NaN, must be a finite number
            {"version": -Infinity}            | net.json: line 1, column
            {"version": 01}                   | net.json: line 1, column 14, in $.version: not JSON
            {'version': 1}                    | net.json: line 1, column
            {"version": 1, // no              | net.json: line 1, column
            {"version": 1,}                   | net.json: line 1, column
            """)
    void whatIsNotJsonIsNamedByLineAndColumn(String text, String start) {
        String message = error(text.getBytes(StandardCharsets.UTF_8));
        if (text.equals("[]") || text.equals("42")) {
            assertTrue(message.startsWith("net.json: $ is "), message);
        } else {
            assertTrue(message.startsWith(start), message);
        }
    }

    @Test
    void everyTruncationIsAnError() {
        byte[] bytes = GOOD.strip().getBytes(StandardCharsets.UTF_8);
        for (int n = 0; n < bytes.length; n++) {
            String message = error(java.util.Arrays.copyOf(bytes, n));
            assertTrue(message.startsWith("net.json"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void aMillionBracketsAreOneShortMessage(String bracket) {
        byte[] bytes = bracket.repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        String message = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> error(bytes));
        assertTrue(message.contains("33 brackets are open, must be at most 32"), message);
        assertTrue(message.length() < 200, message);
    }

    @Test
    void anEndlessNumberIsOneShortMessage() {
        String message = error(("{\"version\": " + "9".repeat(1_000_000) + "}").getBytes(StandardCharsets.UTF_8));
        assertTrue(message.startsWith("net.json: line 1") && message.length() < 400, message);
    }

    @Test
    void bytesThatAreNotUtf8AreNamedByTheirOffset() {
        byte[] bytes = "{\"version\": 1,\n\"name\": \"x\"}".getBytes(StandardCharsets.UTF_8);
        bytes[24] = (byte) 0xff;
        assertEquals("net.json: line 2: byte 0xff at offset 24 is not UTF-8, must be UTF-8 text", error(bytes));
    }

    @Test
    void aByteOrderMarkIsNotAnError() throws NetworkFileException {
        assertEquals(5, read(("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void mistakesInAPairsFileAreNamedByLine() throws IOException {
        String text = GOOD.replace("\"pairs\": [[0, 1, 0.25], [1, 2, 0.125]]", "\"pairs_file\": \"pairs.csv\"");
        String place = "net.json: $.projections[3].connector.pairs_file: pairs.csv";
        record Row(String csv, String words) {}
        for (Row row : new Row[] {
            new Row("0,1,0.2\n1,7,0.2\n", ": line 2 column 2 is 7, must be an integer from 0 to 2"),
            new Row("# x\n0,1,NaN\n", ": line 2 column 3 is \"NaN\", must be a number at least 0"),
            new Row("0,1,0.1\n0,1\n", " line 2 has 2 columns, must have 3"),
            new Row("0\n", " line 1 has 1 columns, must have 2, 3 or 4"),
            new Row("0,1,1e999\n", ": line 1 column 3 is 1e999, must be at least 0")
        }) {
            Files.writeString(folder.resolve("pairs.csv"), row.csv);
            assertEquals(place + row.words, error(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aFileThatIsMissingOrAFolderIsNamed() {
        Path missing = folder.resolve("missing.json");
        NetworkFileException e = assertThrows(NetworkFileException.class, () -> NetworkReader.read(missing));
        assertEquals(missing + " does not exist, must be a network file", e.getMessage());
        NetworkFileException f = assertThrows(NetworkFileException.class, () -> NetworkReader.read(folder));
        assertEquals(folder + " is a folder, must be a network file", f.getMessage());
    }

    private int read(byte[] bytes) throws NetworkFileException {
        return NetworkReader.read("net.json", bytes, folder).projections().size();
    }

    private String error(byte[] bytes) {
        NetworkFileException e = assertThrows(NetworkFileException.class, () -> read(bytes));
        return String.valueOf(e.getMessage());
    }
}
