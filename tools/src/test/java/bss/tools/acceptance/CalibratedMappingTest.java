package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.MeasuredTranslation;
import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.result.StrengthCurve;
import bss.mapper.Mapper;
import bss.mapper.MapperProgress;
import bss.mapper.explain.Explainer;
import bss.mapper.network.Network;
import bss.mapper.network.connect.Expansion;
import bss.mapper.verify.Request;
import bss.mapper.verify.Verifier;
import bss.mapper.verify.VerifyReport;
import bss.proto.MappingCodec;
import bss.spec.config.HicannConfiguration;
import bss.spec.defects.Defects;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Polynomial;
import bss.spec.translate.CalibrationIdentity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Mappings with rows of measured strengths: what they report is what the rows conduct.
class CalibratedMappingTest {

    private static final long SEED = 41_213;
    private static final double SCALED = 1.2;
    private static final double[] CONSTANT = {85, 22, -1.5};

    private static final double[] FACTOR = new double[448];
    private static final double[] GMAX = new double[StrengthCurve.GMAX_CELLS];

    static {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int row = 0; row < FACTOR.length; row++) {
            FACTOR[row] = 0.8 + 0.4 * random.nextDouble();
        }
        for (int cell = 0; cell < GMAX.length; cell++) {
            GMAX[cell] = 0.9 + 0.2 * random.nextDouble();
        }
    }

    /// Every chip with the same rows, and circuits that nobody has looked at.
    private static MeasuredCalibration set() {
        List<Fit> gmax = new ArrayList<>();
        for (double gain : GMAX) {
            gmax.add(Fit.accepted(Polynomial.of(0, 3e-6, 4, gain * 1023 / 2.5e-6), 0));
        }
        StrengthCurve curve = new StrengthCurve(SCALED, List.of(CONSTANT[0], CONSTANT[1], CONSTANT[2]), gmax);
        List<ChipCalibration> chips = new ArrayList<>();
        for (int hicann = 0; hicann < 384; hicann++) {
            chips.add(new ChipCalibration(
                    hicann,
                    CircuitMode.DEFAULT,
                    List.of(),
                    List.of(),
                    new RowStrengths(FACTOR, new BitSet(), Optional.of(curve)),
                    LineFindings.NONE,
                    List.of(),
                    0,
                    0));
        }
        return new MeasuredCalibration(chips);
    }

    private static final CalibrationIdentity IDENTITY =
            new CalibrationIdentity("emulator", "typical", Optional.of(12L), "2026-01-02T03:04:05Z", true);

    private static Mapping map(Network network) throws Exception {
        return new Mapper(
                        new MeasuredTranslation(set(), IDENTITY),
                        Defects.NONE,
                        FlipNetwork.OPTIONS,
                        MapperProgress.NONE)
                .map(network)
                .mapping();
    }

    @Test
    void realisedWeightsAreThoseOfTheRowByItsBits() throws Exception {
        Network network = FlipNetwork.network();
        Mapping mapping = map(network);
        int seen = 0;
        for (int p = 0; p < network.projections().size(); p++) {
            SynapseSites sites = mapping.synapses().get(p);
            int target = network.projections().get(p).target();
            for (int s = 0; s < sites.count(); s++) {
                if (!sites.realised(s)) {
                    continue;
                }
                seen++;
                int row = sites.row(s);
                HicannConfiguration chip =
                        mapping.configuration().hicann(sites.hicann(s)).orElseThrow();
                var setting = chip.synapseRow(row);
                int block = L1Topology.driverQuadrant(row / 2);
                int code = chip.floatingGate(
                        block, SharedParameter.vGmax(setting.selGmax()).row(block), 0);
                double nanoampere = (code - 4) / (GMAX[4 * block + setting.selGmax()] * 1023 / 2500);
                int w = chip.weight(row, sites.column(s));
                double conductance = FACTOR[row]
                        * (SCALED * w * nanoampere / setting.gmaxDivisor()
                                + CONSTANT[0]
                                + CONSTANT[1] * w
                                + CONSTANT[2] * w * w);
                int denmems = mapping.cells().get(target).size(target(network, p, s));
                double scale = 1000 * 1e4 * 2.16456e-3 * denmems / 0.2;
                assertEquals(
                        conductance / scale,
                        sites.weight(s),
                        1e-6 * conductance / scale,
                        "synapse %d of %s, seed %d".formatted(s, sites.label(), SEED));
            }
        }
        assertTrue(seen > 300, "realised: " + seen);
    }

    private static int target(Network network, int projection, int synapse) {
        return Expansion.expand(network, projection).target(synapse);
    }

    @Test
    void verifyPassesThroughTheFileAndFailsWithOtherBitsOrWithoutTheStrengths() throws Exception {
        Network network = FlipNetwork.network();
        Mapping written = map(network);
        Mapping mapping = MappingCodec.decode(MappingCodec.encode(written));
        assertEquals(written.calibration(), mapping.calibration());
        assertEquals(IDENTITY, mapping.calibration().orElseThrow().identity());
        Verifier verifier = new Verifier(mapping, Request.of(network));
        VerifyReport report = verifier.verify();
        assertTrue(report.agrees(), report.toString());
        assertTrue(report.realised() > 300, report.toString());

        for (int hicann : mapping.configuration().usedHicanns()) {
            HicannConfiguration chip = mapping.configuration().hicann(hicann).orElseThrow();
            var bits = chip.toBuilder();
            boolean used = false;
            for (int row = 0; row < 448; row++) {
                if (chip.synapseDriver(row / 2).enable()) {
                    used = true;
                    int block = L1Topology.driverQuadrant(row / 2);
                    int cell = SharedParameter.vGmax(chip.synapseRow(row).selGmax())
                            .row(block);
                    bits.floatingGate(block, cell, 0, chip.floatingGate(block, cell, 0) ^ 1);
                    break;
                }
            }
            if (used) {
                assertFalse(
                        verifier.verify(mapping.configuration().with(hicann, bits.build()))
                                .agrees(),
                        "V_gmax of HICANN " + hicann);
            }
        }

        Mapping bare = new Mapping(
                mapping.network(),
                mapping.strategy(),
                mapping.seed(),
                mapping.speedup(),
                mapping.alpha(),
                mapping.shiftVolt(),
                mapping.configuration(),
                mapping.cells(),
                mapping.synapses(),
                mapping.losses(),
                mapping.realised());
        assertFalse(new Verifier(bare, Request.of(network)).verify().agrees());
    }

    @Test
    void explainNamesTheSetAndTheStrengthOfTheRow() throws Exception {
        Network network = FlipNetwork.network();
        Mapping mapping = map(network);
        SynapseSites sites = mapping.synapses().getFirst();
        int realised = 0;
        while (!sites.realised(realised)) {
            realised++;
        }
        var drawn = Expansion.expand(network, 0);
        String text = String.join(
                "\n",
                new Explainer(mapping, network)
                        .explain("in[%d]->a[%d]".formatted(drawn.source(realised), drawn.target(realised))));
        assertTrue(
                text.contains("made with the SYNTHETIC calibration of typical wafer 12, 2026-01-02T03:04:05Z"), text);
        assertTrue(text.contains("  calibrated: row "), text);
        assertFalse(text.contains("the mapping reports"), text);
    }
}
