package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad input of every kind: the exit code of the contract, one message that names the place, the value and what
/// would be right, no stack trace, and no file that was not there before.
///
/// `IN` is a folder of inputs, `OUT` one with a file `old`, a folder `folder` and a folder `trial-trial2.h5`.
class BadInputTest {

    private static final String OLD = "what was there before";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path in;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @BeforeAll
    static void writeInputs() throws Exception {
        BadFiles.write(in);
    }

    @ParameterizedTest(name = "bss-{0} {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            map |                                                        | 2 | needs a network file and -o
            map | IN/good.json                                           | 2 | needs a network file and -o
            map | -o OUT/a.bssmap                                        | 2 | needs a network file and -o
            map | IN/good.json -o                                        | 2 | Missing required parameter for option '--output'
            map | IN/missing.json -o OUT/a                               | 2 | IN/missing.json does not exist
            map | IN -o OUT/a                                            | 2 | IN is a folder, must be a file
            map | IN/good.json IN/other.json -o OUT/a                    | 2 | IN/other.json
            map | IN/good.json -o OUT/a --colour red                     | 2 | Unknown options: '--colour', 'red'
            map | IN/good.json -o OUT/none/a                             | 2 | --output OUT/none/a cannot be written: there is no folder OUT/none
            map | IN/good.json -o OUT/folder                             | 2 | --output OUT/folder is a folder, must be a file
            map | IN/good.json -o OUT/old/a                              | 2 | --output OUT/old/a cannot be written: there is no folder OUT/old
            map | IN/good.json -o IN/good.json                           | 2 | --output IN/good.json is the file that is read too, must be another file
            map | IN/good.json -o IN/./good.json                         | 2 | is the file that is read too
            map | IN/good.json -o OUT/a --report OUT/folder/../a         | 2 | --report OUT/folder/../a is --output too
            map | IN/good.json -o OUT/a --report OUT/none/a              | 2 | --report OUT/none/a cannot be written
            map | IN/good.json -o OUT/a --hicanns x                      | 2 | --hicanns: has 'x', must be numbers and ranges such as 88,89,100-120
            map | IN/good.json -o OUT/a --hicanns 384                    | 2 | --hicanns: has HICANN 384, must be 0 to 383
            map | IN/good.json -o OUT/a --hicanns 5-3                    | 2 | --hicanns: has '5-3', must ascend
            map | IN/good.json -o OUT/a --hicanns 1-2-3                  | 2 | --hicanns: has '1-2-3', must be numbers
            map | IN/good.json -o OUT/a --hicanns 1,,2                   | 2 | --hicanns: has '', must be numbers
            map | IN/good.json -o OUT/a --hicanns=-1                     | 2 | --hicanns: has '-1', must be numbers
            map | IN/good.json -o OUT/a --hicanns 0-99999                | 2 | --hicanns: has '0-99999', must be numbers
            map | IN/good.json -o OUT/a --hicanns                        | 2 | --hicanns
            map | IN/good.json -o OUT/a --neuron-size 3                  | 2 | --neuron-size: neuron size is 3, must be even, 2 to 64
            map | IN/good.json -o OUT/a --neuron-size 0                  | 2 | --neuron-size: neuron size is 0, must be even, 2 to 64
            map | IN/good.json -o OUT/a --neuron-size=-2                 | 2 | --neuron-size: neuron size is -2, must be even, 2 to 64
            map | IN/good.json -o OUT/a --neuron-size 2147483646         | 2 | --neuron-size: neuron size is 2147483646, must be
            map | IN/good.json -o OUT/a --neuron-size 99999999999        | 2 | '--neuron-size': '99999999999' is not an int
            map | IN/good.json -o OUT/a --chain-length 0                 | 2 | --chain-length: chain length is 0, must be 1 to 56
            map | IN/good.json -o OUT/a --chain-length 57                | 2 | --chain-length: chain length is 57, must be 1 to 56
            map | IN/good.json -o OUT/a --speedup 5                      | 2 | --speedup: speed-up is 5.0, must be 1000 to 100000
            map | IN/good.json -o OUT/a --speedup nan                    | 2 | '--speedup': 'nan' is not a double
            map | IN/good.json -o OUT/a --speedup NaN                    | 2 | --speedup: speed-up is NaN, must be 1000 to 100000
            map | IN/good.json -o OUT/a --time-limit 0                   | 2 | --time-limit: time limit is 0.0 s, must be above 0
            map | IN/good.json -o OUT/a --seed x                         | 2 | '--seed': 'x' is not a long
            map | IN/good.json -o OUT/a --strategy best                  | 2 | '--strategy': expected one of [greedy, optimise]
            map | IN/good.json -o OUT/a --max-loss 2                     | 2 | --max-loss is 2.0, must be 0 to 1
            map | IN/good.json -o OUT/a --max-loss NaN                   | 2 | --max-loss is NaN, must be 0 to 1
            map | EX/guidebook.json -o OUT/a --report OUT/b --max-loss 0 --strategy greedy | 3 | EX/guidebook.json: 0.5293 of all synapses are lost, must be at most --max-loss 0.0
            map | IN/good.json -o OUT/a --max-clip=-1                    | 2 | --max-clip: max clip is -1, must not be negative
            map | IN/good.json -o OUT/a --calibration IN/good.json       | 2 | --calibration IN/good.json: not a calibration file: it does not begin with BSSCAL
            map | IN/good.json -o OUT/a --defects IN/missing.json        | 2 | IN/missing.json does not exist, must be a list of defects
            map | IN/good.json -o OUT/a --defects IN                     | 2 | IN is a folder, must be a list of defects
            map | IN/good.json -o OUT/a --defects IN/empty.json          | 2 | IN/empty.json is empty, must be a list of defects
            map | IN/good.json -o OUT/a --defects IN/good.json           | 2 | IN/good.json: $.name is unknown, must be one of version, hicanns
            map | IN/good.json -o OUT/a --defects IN/defects-key.json    | 2 | IN/defects-key.json: $.denmem is unknown, must be one of version
            map | IN/good.json -o OUT/a --defects IN/defects-range.json  | 2 | IN/defects-range.json: $.denmems[1][1] is 512, must be an integer from 0 to 511
            map | IN/good.json -o OUT/a --defects IN/defects-form.json   | 2 | IN/defects-form.json: $.synapses[0] has 2 values, must be [hicann, row, column]
            map | IN/good.json -o OUT/a --report OUT/b --defects OUT/b   | 2 | --report OUT/b is the file that is read too
            map | IN/good.json -o OUT/a --freeze IN/missing.bssmap       | 2 | IN/missing.bssmap does not exist
            map | IN/good.json -o OUT/a --freeze IN/good.json            | 2 | IN/good.json: not a mapping file: it does not begin with BSSMAP
            map | IN/good.json -o OUT/a --freeze IN/elsewhere.bssmap     | 2 | IN/elsewhere.bssmap: HICANN of out[0] is 384.0, must be
            map | IN/good.json -o IN/good.bssmap --freeze IN/good.bssmap | 2 | --output IN/good.bssmap is the file that is read too
            map | IN/good.json -o OUT/a --freeze-populations in          | 2 | --freeze-populations in: needs --freeze OLD.bssmap too
            map | IN/good.json -o OUT/a --freeze IN/good.bssmap --freeze-populations in,on | 1 | IN/good.json: population 'on' cannot be frozen: it is not in the network nor the older mapping
            map | IN/good.json -o OUT/a --freeze IN/good.bssmap --neuron-size 4 | 1 | IN/good.json: 6 frozen neurons of population 'out' cannot stay: size is 8 denmems, --neuron-size asks for 4
            run | IN/good.bssmap --duration 10 -o OUT/a --freeze IN/good.bssmap | 2 | --freeze IN/good.bssmap: options of mapping need a network
            map | IN/empty.json -o OUT/a                                 | 2 | IN/empty.json is empty, must be a network in JSON
            map | IN/blank.json -o OUT/a                                 | 2 | IN/blank.json is empty, must be a network in JSON
            map | IN/plain.txt -o OUT/a                                  | 2 | IN/plain.txt: line 1, column
            map | IN/brackets.json -o OUT/a                              | 2 | IN/brackets.json: line 1, column 34: 33 brackets are open, must be at most 32
            map | IN/braces.json -o OUT/a                                | 2 | IN/braces.json: line 1, column 166: 33 brackets are open, must be at most 32
            map | IN/cut.json -o OUT/a                                   | 2 | IN/cut.json: line 2, column
            map | IN/null.json -o OUT/a                                  | 2 | IN/null.json: $ is null, must be
            map | IN/after.json -o OUT/a                                 | 2 | IN/after.json: line 13, column 1: text after the end of the network
            map | IN/latin.json -o OUT/a                                 | 2 | IN/latin.json: line 1: byte 0xe4 at offset 26 is not UTF-8
            map | IN/good.bssmap -o OUT/a                                | 2 | IN/good.bssmap
            map | generate                                               | 2 | Missing required options
            map | generate column10 -o OUT/a                             | 2 | no benchmark network 'column10', must be one of column, random10
            map | generate random10                                      | 2 | Missing required option: '--output=FILE'
            map | generate random10 --size 1 -o OUT/a                    | 2 | size is 1, must be from 2 to 10000
            map | generate random10 --size 10001 -o OUT/a                | 2 | size is 10001, must be from 2 to 10000
            map | generate random10 --size=-5 -o OUT/a                   | 2 | size is -5, must be from 2 to 10000
            map | generate random10 --size 1.5 -o OUT/a                  | 2 | '--size': '1.5' is not an int
            map | generate random10 --scale 0.5 -o OUT/a                 | 2 | 'random10' has no scale
            map | generate pfeilsNoise --size 20 -o OUT/a                | 2 | size is 20, must be at least 21
            map | generate brunel --size 20 -o OUT/a                     | 2 | 'brunel' has a fixed size
            map | generate column --scale 0 -o OUT/a                     | 2 | scale is 0.0, must be above 0 and at most 1
            map | generate column --scale 2 -o OUT/a                     | 2 | scale is 2.0, must be above 0 and at most 1
            map | generate column --scale NaN -o OUT/a                   | 2 | scale is NaN, must be above 0 and at most 1
            map | generate guidebook --seed 1e3 -o OUT/a                 | 2 | '--seed': '1e3' is not a long
            map | generate guidebook -o OUT/none/a                       | 2 | --output OUT/none/a cannot be written: there is no folder
            map | generate guidebook -o OUT/folder                       | 2 | --output OUT/folder is a folder
            map | verify                                                 | 2 | Missing required parameters: 'OUT.bssmap', 'NETWORK'
            map | verify IN/good.bssmap                                  | 2 | Missing required parameter: 'NETWORK'
            map | verify IN/missing IN/good.json                         | 2 | IN/missing does not exist
            map | verify IN/good.json IN/good.bssmap                     | 2 | IN/good.json: not a mapping file: it does not begin with BSSMAP
            map | verify IN/good.bssmap IN/missing.json                  | 2 | IN/missing.json does not exist
            map | verify IN/good.bssmap IN/empty.json                    | 2 | IN/empty.json is empty
            map | verify IN/good.bssmap IN/other.json                    | 2 | IN/good.bssmap is a mapping of another network than IN/other.json
            map | verify IN/cut0.bssmap IN/good.json                     | 2 | IN/cut0.bssmap: not a mapping file
            map | verify IN/cut5.bssmap IN/good.json                     | 2 | IN/cut5.bssmap: not a mapping file
            map | verify IN/cut8.bssmap IN/good.json                     | 2 | IN/cut8.bssmap: mapping file cut off after 8 bytes
            map | verify IN/cut20.bssmap IN/good.json                    | 2 | IN/cut20.bssmap: mapping file cut off after 20 bytes
            map | verify IN/cut40.bssmap IN/good.json                    | 2 | IN/cut40.bssmap: mapping file damaged or cut off
            map | verify IN/cut1000.bssmap IN/good.json                  | 2 | IN/cut1000.bssmap: mapping file damaged or cut off
            map | verify IN/cut-1.bssmap IN/good.json                    | 2 | IN/cut-1.bssmap: mapping file damaged or cut off
            map | verify IN/flipped.bssmap IN/good.json                  | 2 | IN/flipped.bssmap: mapping file damaged or cut off
            map | verify IN/digest.bssmap IN/good.json                   | 2 | IN/digest.bssmap: mapping file damaged or cut off
            map | verify IN/magic.bssmap IN/good.json                    | 2 | IN/magic.bssmap: not a mapping file
            map | verify IN/newer.bssmap IN/good.json                    | 2 | IN/newer.bssmap: mapping file has version 2, this program reads up to 1
            map | verify IN/garbled.bssmap IN/good.json                  | 2 | network inside IN/garbled.bssmap: line 1, column
            map | verify IN/cells.bssmap IN/good.json                    | 2 | IN/cells.bssmap: the mapping has 6 cells of population "out", must have 7 as the network
            map | explain IN/good.bssmap                                 | 2 | Missing required option: '--synapse=SRC[i]->DST[j]'
            map | explain IN/good.json --synapse in[0]->out[0]           | 2 | IN/good.json: not a mapping file
            map | explain IN/good.bssmap --synapse in[0]                 | 2 | --synapse: synapse is "in[0]", must be like "SRC[0]->DST[3]"
            map | explain IN/good.bssmap --synapse in[0]->out            | 2 | --synapse: synapse is "in[0]->out", must be like "SRC[0]->DST[3]"
            map | explain IN/good.bssmap --synapse in[0]->on[0]          | 2 | --synapse: population is "on", must be one of in, out
            map | explain IN/good.bssmap --synapse in[4]->out[0]         | 2 | --synapse: index in population "in" is 4, must be an integer from 0 to 3
            map | explain IN/good.bssmap --synapse in[0]->out[-1]        | 2 | --synapse: index in population "out" is -1, must be an integer from 0 to 5
            map | explain IN/good.bssmap --synapse in[]->out[0]          | 2 | --synapse: index in population "in" is empty, must be
            map | explain IN/population.bssmap --synapse in[0]->out[0]   | 2 | IN/population.bssmap: the mapping has 1 populations, must have 2 as the network
            map | IN/good.json -o OUT/a --picture OUT/a                  | 2 | --picture OUT/a is --output too
            map | IN/good.json -o OUT/a --html OUT/none/a                | 2 | --html OUT/none/a cannot be written: there is no folder
            map | IN/good.json -o OUT/a --overlay loss                   | 2 | --overlay is about the picture, name it with --picture FILE.svg
            map | IN/good.json -o OUT/a --html OUT/b --route in[0]       | 2 | --route is about the picture, name it with --picture FILE.svg
            map | IN/good.json -o OUT/a --picture OUT/b --overlay heat   | 2 | '--overlay' (NAME): expected one of [use, loss, lines, defects]
            map | IN/good.json -o OUT/a --picture OUT/b --route in       | 2 | --route: route is "in", must be a cell like "SRC[0]" or a bus like "88/D3"
            map | IN/good.json -o OUT/a --picture OUT/b --route on[0]    | 2 | --route: population is "on", must be one of in, out
            map | IN/good.json -o OUT/a --picture OUT/b --route in[4]    | 2 | --route: index in population "in" is 4, must be an integer from 0 to 3
            map | IN/good.json -o OUT/a --picture OUT/b --route 384/D0   | 2 | --route: HICANN of the bus is 384, must be from 0 to 383
            run |                                                        | 2 | Missing required options and parameters
            run | IN/good.json -o OUT/a                                  | 2 | Missing required option: '--duration=MS'
            run | IN/good.json --duration 10                             | 2 | Missing required option: '--output=RESULT.h5'
            run | IN/good.json --duration 0 -o OUT/a                     | 2 | --duration is 0.0 ms, must be above 0 and at most 1e9
            run | IN/good.json --duration=-1 -o OUT/a                    | 2 | --duration is -1.0 ms, must be above 0 and at most 1e9
            run | IN/good.json --duration NaN -o OUT/a                   | 2 | --duration is NaN ms, must be above 0 and at most 1e9
            run | IN/good.json --duration 1e300 -o OUT/a                 | 2 | --duration is 1.0E300 ms, must be above 0 and at most 1e9
            run | IN/good.json --duration 1e999 -o OUT/a                 | 2 | --duration is Infinity ms, must be above 0 and at most 1e9
            run | IN/good.json --duration long -o OUT/a                  | 2 | '--duration': 'long' is not a double
            run | IN/good.json --duration 10 -o OUT/a --threads 0        | 2 | --threads 0
            run | IN/good.json --duration 10 -o OUT/a --trial 0          | 2 | --trial 0
            run | IN/good.json --duration 10 -o OUT/a --repeat=-1        | 2 | --repeat -1
            run | IN/good.json --duration 10 -o OUT/a --silicon typical --engine reference | 2 | --silicon typical is the emulator's
            run | IN/good.json --duration 10 -o OUT/a --silicon gold     | 2 | '--silicon': expected one of [ideal, typical]
            run | IN/good.json --duration 10 -o OUT/a --wafer-seed 3     | 2 | --wafer-seed 3 needs --silicon typical
            run | IN/good.json --duration 10 -o OUT/a --engine nest      | 2 | '--engine': expected one of [emulator, reference]
            run | IN/good.json --duration 10 -o OUT/a --compare nest     | 2 | '--compare': expected one of [reference, realised]
            run | IN/good.json --duration 10 -o OUT/a --calibration IN/x | 2 | --calibration IN/x does not exist
            run | IN/good.json --duration 10 -o OUT/a --neuron-size 3    | 2 | --neuron-size: neuron size is 3
            run | IN/good.json --duration 10 -o OUT/a --engine reference --compare realised | 2 | --compare compares the emulator
            run | IN/good.json --duration 10 -o OUT/a --engine reference --repeat 2         | 2 | --repeat 2: the reference is the same
            run | IN/good.json --duration 10 -o OUT/a --engine reference --hicanns 88       | 2 | --hicanns 88: options of mapping need a network
            run | IN/good.bssmap --duration 10 -o OUT/a --seed 3         | 2 | --seed 3: options of mapping need a network
            run | IN/good.bssmap --duration 10 -o OUT/a --html OUT/b     | 2 | --html OUT/b: options of mapping need a network
            run | IN/good.json --duration 10 -o OUT/folder               | 2 | --output OUT/folder is a folder
            run | IN/good.json --duration 10 -o OUT/old/a                | 2 | --output OUT/old/a cannot be written: there is no folder OUT/old
            run | IN/good.json --duration 10 -o OUT/a --stats OUT/a      | 2 | --stats OUT/a is --output too
            run | IN/good.json --duration 10 -o OUT/a --stats OUT/none/a | 2 | --stats OUT/none/a cannot be written
            run | IN/good.json --duration 10 -o OUT/a --raster OUT/folder | 2 | --raster OUT/folder is a folder
            run | IN/good.json --duration 10 -o OUT/a --report OUT/a     | 2 | --report OUT/a is --output too
            run | IN/good.json --duration 10 -o OUT/trial.h5 --repeat 2  | 2 | --output OUT/trial-trial2.h5 is a folder
            run | IN/good.json --duration 10 -o OUT/a --repeat 2 --stats OUT/a-trial2 | 2 | --stats OUT/a-trial2 is --output too
            run | IN/missing.json --duration 10 -o OUT/a                 | 2 | IN/missing.json does not exist
            run | IN --duration 10 -o OUT/a                              | 2 | IN is a folder
            run | IN/empty.json --duration 10 -o OUT/a                   | 2 | IN/empty.json is empty
            run | IN/brackets.json --duration 10 -o OUT/a                | 2 | IN/brackets.json: line 1, column 34: 33 brackets are open
            run | IN/cut20.bssmap --duration 10 -o OUT/a                 | 2 | IN/cut20.bssmap: mapping file cut off after 20 bytes
            run | IN/cut-1.bssmap --duration 10 -o OUT/a                 | 2 | IN/cut-1.bssmap: mapping file damaged or cut off
            run | IN/flipped.bssmap --duration 10 -o OUT/a               | 2 | IN/flipped.bssmap: mapping file damaged or cut off
            run | IN/newer.bssmap --duration 10 -o OUT/a                 | 2 | IN/newer.bssmap: mapping file has version 2
            run | IN/speedup.bssmap --duration 10 -o OUT/a               | 2 | IN/speedup.bssmap: speed-up is 0.0, must be 1000.0 to 100000.0
            run | IN/elsewhere.bssmap --duration 10 -o OUT/a             | 2 | IN/elsewhere.bssmap: HICANN of out[0] is 384.0, must be 0.0 to 383.0
            map | explain IN/reasonless.bssmap --synapse in[0]->out[0]   | 2 | IN/reasonless.bssmap: reason of lost synapse 0 of "drive" is 99.0
            run | IN/population.bssmap --duration 10 -o OUT/a            | 2 | IN/population.bssmap: the mapping has 1 populations
            run | EX/guidebook.json --duration 10 -o OUT/a --report OUT/b --max-loss 0.1 --strategy greedy | 3 | EX/guidebook.json: 0.5293 of all synapses are lost
            """)
    void aWrongCommandSaysWhatIsWrongAndWritesNothing(String command, String line, int code, String fragment)
            throws Exception {
        expect(command, line == null ? List.of() : List.of(line.split(" +")), code, fragment);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "seed": 7            | "seed": 7, "sed": 7     | 2 | $.sed is unknown, must be one of version, name, seed
            "seed": 7            | "seed": 7, "seed": 8    | 2 | $.seed is given twice
            "seed": 7            | "seed": "7"             | 2 | $.seed is "7", must be an integer
            "version": 1         | "version": 2            | 2 | $.version is 2, must be at most 1
            "size": 6            | "size": -6              | 2 | $.populations[1].size is -6, must be an integer from 1
            "size": 6            | "size": 2147483648      | 2 | $.populations[1].size is 2147483648, must be an integer from 1
            "label": "out"       | "label": "in"           | 2 | $.populations[1].label is "in", must be used by one population
            "source": "in"       | "source": "nowhere"     | 2 | $.projections[0].source is "nowhere", must be one of in, out
            "target": "out", "r  | "target": "in", "r      | 2 | $.projections[0].target is "in", must be a population of neurons
            "tau_m": 10.0        | "tau_m": NaN            | 2 | line 4, column 101, in $.populations[1].cell.parameters.tau_m: not JSON: NaN, must be a finite number
            "tau_m": 10.0        | "tau_m": "NaN"          | 2 | $.populations[1].cell.parameters.tau_m is "NaN", must be a number
            "tau_m": 10.0        | "tau_m": 1e999          | 2 | $.populations[1].cell.parameters.tau_m is 1e999, must be a number below
            "tau_m": 10.0        | "tau_m": 0              | 2 | $.populations[1].cell.parameters.tau_m is 0, must be above 0
            "tau_m": 10.0        | "tau_m": null           | 2 | $.populations[1].cell.parameters.tau_m is null, must be
            "p": 1.0             | "p": 1.5                | 2 | $.projections[0].connector.p is 1.5, must be from 0 to 1
            "weight": 0.01       | "weight": -0.01         | 2 | $.projections[0].synapse.weight is -0.01, must be at least 0
            [[10.0], [20.0]      | [[10.0], [-20.0]        | 2 | $.populations[0].cell.parameters.spike_times[1][0] is -20.0, must be at least 0
            ["spikes"]           | ["spikes", "u"]         | 2 | $.populations[1].record[1] is "u", must be one of
            ["spikes"]           | ["w"]                   | 2 | $.populations[1].record[0] is "w", must be one of spikes, v, gsyn_exc, gsyn_inh for IF_cond_exp
            [0, 1]               | [0, 6]                  | 2 | $.populations[1].record_cells[1] is 6, must be an integer from 0 to 5
            "cells": [0]         | "cells": [9]            | 2 | $.currents[0].cells[0] is 9, must be an integer from 0 to 5
            "fixed_probability", "p": 1.0 | "fixed_total_number", "n": 2000000001 | 2 | $.projections[0].connector
            "fixed_probability", "p": 1.0 | "from_list", "pairs_file": "none.csv" | 2 | $.projections[0].connector.pairs_file is "none.csv", must be the name of a file beside
            "fixed_probability", "p": 1.0 | "from_list", "pairs": [[0, 6]]        | 2 | $.projections[0].connector.pairs[0][1] is 6, must be an integer from 0 to 5
            "dc", "amplitude": 0.1 | "ac"                  | 1 | $.currents[0].type is "ac", must be "dc" or "step" on the wafer
            "dc", "amplitude": 0.1 | "noisy"               | 1 | $.currents[0].type is "noisy", must be "dc" or "step" on the wafer, bss-run --engine reference runs it
            "dc", "amplitude": 0.1 | "step", "times": [0, 5], "amplitudes": [0, 0.1] | 1 | $.currents[0] into out[0] does not end, on the wafer
            {"neuron_size": 8}   | {"neuron_size": 64, "hicanns": [88], "neuron_blocks": [0]} | 1 | out
            """)
    void aWrongNetworkSaysWhatIsWrongAndWritesNothing(String part, String wrong, int code, String fragment)
            throws Exception {
        String text = BadFiles.NETWORK.replace(part, wrong);
        assertFalse(text.equals(BadFiles.NETWORK), () -> "the network has no " + part);
        Files.writeString(in.resolve("wrong.json"), text);
        expect("map", List.of("IN/wrong.json", "-o", "OUT/a", "--report", "OUT/b"), code, "IN/wrong.json");
        expect("map", List.of("IN/wrong.json", "-o", "OUT/old"), code, fragment);
        expect("run", List.of("IN/wrong.json", "--duration", "10", "-o", "OUT/old"), code, fragment);
    }

    private void expect(String command, List<String> line, int code, String fragment) throws Exception {
        Files.writeString(out.resolve("old"), OLD);
        Files.createDirectories(out.resolve("folder"));
        Files.createDirectories(out.resolve("trial-trial2.h5"));
        var inputs = CommandRun.snapshot(in);
        var outputs = CommandRun.snapshot(out);
        CommandRun run = CommandRun.of(command, line.stream().map(this::resolve).toList());
        String told = "exit code %d%n%s".formatted(run.code(), run.err());
        assertEquals(code, run.code(), told);
        assertEquals(1, run.message().size(), told);
        assertTrue(run.message().getFirst().contains(resolve(fragment)), told);
        assertTrue(run.message().getFirst().startsWith("bss-" + command), told);
        assertTrue(Stream.of("\tat ", "Exception", "java.", ": null").noneMatch(run.err()::contains), told);
        assertTrue(run.message().getFirst().length() < 600, told);
        assertEquals(inputs, CommandRun.snapshot(in), told);
        assertEquals(outputs, CommandRun.snapshot(out), told);
    }

    private String resolve(String text) {
        String resolved = text;
        for (var place :
                Arrays.asList(new String[] {"IN", in.toString()}, new String[] {"OUT", out.toString()}, new String[] {
                    "EX", Path.of("..", "examples").toString()
                })) {
            resolved = resolved.replaceAll("(?<![A-Za-z])" + place[0] + "(?![A-Za-z.])", place[1]);
        }
        return resolved;
    }
}
