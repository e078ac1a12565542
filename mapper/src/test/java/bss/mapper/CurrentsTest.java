package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.CellType;
import bss.mapper.network.Cells;
import bss.mapper.network.CurrentSource;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Waveform;
import bss.mapper.problem.MappingException;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.defects.Defects;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.NeuronTopology;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Injected currents on the wafer: the table that a neuron's denmem is fed, step by step.
class CurrentsTest {

    /// PlainTranslation: alpha 10, 100,000 nS per uS: hardware current = 1000 x biological current.
    private static final double FACTOR = 1000;

    private static MapperResult map(int size, CurrentSource... currents) throws MappingException {
        Network network = new Network(
                "currents",
                1,
                List.of(Population.of("exc", size, CellType.IfCondExp.of(Map.of()))),
                List.of(),
                List.of(currents));
        try {
            return new Mapper(
                            new PlainTranslation(),
                            Defects.NONE,
                            MapperOptions.DEFAULTS.withNeuronSize(4),
                            MapperProgress.NONE)
                    .map(network);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CurrentStimulusConfig fed(Mapping mapping, int cell) {
        CellSites cells = mapping.cells().getFirst();
        HicannConfiguration chip =
                mapping.configuration().hicann(cells.hicann(cell)).orElseThrow();
        CurrentStimulusConfig found = CurrentStimulusConfig.OFF;
        int fed = 0;
        for (int x = cells.denmem(cell); x < cells.denmem(cell) + cells.size(cell) / 2; x++) {
            for (int d : new int[] {x, 256 + x}) {
                if (chip.denmem(d).enableCurrentInput()) {
                    found = chip.currentStimulus(NeuronTopology.sharedFgBlock(d));
                    fed++;
                }
            }
        }
        assertEquals(1, fed, "denmems of cell %d that are fed".formatted(cell));
        return found;
    }

    @Test
    void aStepPlaysAtItsTimes() throws MappingException {
        Waveform step = new Waveform.Step(DoubleSeries.of(10, 20, 30), DoubleSeries.of(0.5, 1.5, 0));
        Mapping mapping = map(3, new CurrentSource(0, Cells.of(1), step)).mapping();
        CurrentStimulusConfig table = fed(mapping, 1);
        assertTrue(!table.continuous());
        double stepMs = table.stepCycles() * 8e-6 * 10_000;
        assertTrue(30 <= 128 * stepMs);
        for (int k = 0; k < 129; k++) {
            double t = (k + 0.5) * stepMs;
            double nanoampere = t < 10 || t >= 30 ? 0 : t < 20 ? 0.5 : 1.5;
            assertEquals(Math.round(nanoampere * FACTOR / 2500 * 1023), table.value(k), "value at " + t + " ms");
        }
    }

    @Test
    void aConstantCurrentRepeatsForEverAndFourNeuronsOfAChipCanHaveOne() throws MappingException {
        CurrentSource all = new CurrentSource(0, Cells.all(), new Waveform.Dc(1, 0, Waveform.FOREVER_MS));
        Mapping mapping = map(4, all).mapping();
        for (int cell = 0; cell < 4; cell++) {
            CurrentStimulusConfig table = fed(mapping, cell);
            assertTrue(table.continuous());
            assertEquals(409, table.value(0));
            assertEquals(409, table.value(128));
        }
        MappingException e = assertThrows(MappingException.class, () -> map(5, all));
        assertTrue(String.valueOf(e.getMessage()).contains("into exc[4]: HICANN "), e.getMessage());
    }

    @Test
    void aCurrentBeyondTheGeneratorsRangeIsClippedAndReported() throws MappingException {
        MapperResult result = map(1, new CurrentSource(0, Cells.all(), new Waveform.Dc(5, 0, Waveform.FOREVER_MS)));
        assertEquals(1023, fed(result.mapping(), 0).value(7));
        var change = result.report().changed().stream()
                .filter(c -> c.parameter().equals("current"))
                .findFirst()
                .orElseThrow();
        assertEquals(5, change.requestedMax());
        assertEquals(2.5, change.realisedMax(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whatNoTableCanPlayIsRefusedByName(int which) {
        Waveform waveform = List.of(
                        new Waveform.Ac(1, 0, 10, 100, 0, 0),
                        new Waveform.Noisy(1, 1, 0, 10, 0.1),
                        new Waveform.Dc(1, 5, Waveform.FOREVER_MS),
                        new Waveform.Dc(1, 0, 700))
                .get(which);
        String message = List.of(
                        "$.currents[0] is 'ac', on the wafer it must be 'dc' or 'step'",
                        "$.currents[0] is 'noisy', on the wafer it must be 'dc' or 'step'",
                        "$.currents[0] into exc[0] does not end, on the wafer a current that changes must end with 0",
                        "$.currents[0] into exc[0] ends at 700.0 ms, on the wafer it must end by 655.360 ms")
                .get(which);
        MappingException e =
                assertThrows(MappingException.class, () -> map(1, new CurrentSource(0, Cells.all(), waveform)));
        assertEquals(message, e.getMessage());
    }
}
