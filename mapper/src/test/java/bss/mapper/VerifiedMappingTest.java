package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.check.CheckOptions;
import bss.mapper.check.CheckReport;
import bss.mapper.check.LegalityChecker;
import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.MappingException;
import bss.mapper.verify.Request;
import bss.mapper.verify.Verifier;
import bss.mapper.verify.VerifyReport;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The extractor and the legality checker, which know nothing of the stages, find in the bits what was asked for.
class VerifiedMappingTest {

    private static Defects defects(int seed) {
        Defects.Builder defects = Defects.builder();
        if (seed == 0) {
            return defects.build();
        }
        Random random = new Random(seed);
        for (DefectClass kind : DefectClass.values()) {
            int components = kind.places() * kind.perChip();
            int marks = kind == DefectClass.FPGA ? 1 : kind.perChip() == 1 ? 20 : components / 50;
            for (int k = 0; k < marks; k++) {
                defects.mark(kind, random.nextInt(kind.places()), random.nextInt(kind.perChip()));
            }
        }
        return defects.build();
    }

    @ParameterizedTest(name = "{0} of {1}, {2} denmems, defects {3}")
    @CsvSource({
        "guidebook, 0, 4, 0",
        "guidebook, 0, 6, 1",
        "random30, 400, 8, 0",
        "random30, 300, 6, 2",
        "rbm, 150, 2, 0",
        "rbm, 150, 10, 3",
        "fullyVisibleBM, 150, 8, 4",
        "feedforward, 100, 4, 5"
    })
    void bitsHoldTheNetworkAndObeyTheMachine(String name, int size, int neuronSize, int seed)
            throws MappingException, InterruptedException {
        Network network = Benchmarks.generate(
                name,
                OptionalDouble.empty(),
                size == 0 ? OptionalInt.empty() : OptionalInt.of(size),
                OptionalLong.of(7));
        Defects defects = defects(seed);
        Mapping mapping = new Mapper(
                        new PlainTranslation(true),
                        defects,
                        MapperOptions.DEFAULTS.withNeuronSize(neuronSize),
                        MapperProgress.NONE)
                .map(network)
                .mapping();
        Request request = Request.of(network);
        VerifyReport verified = new Verifier(mapping, request).verify();
        assertTrue(verified.agrees(), verified.toString());
        CheckReport legal = LegalityChecker.check(mapping, request, defects, CheckOptions.DEFAULTS);
        assertTrue(legal.legal(), legal.toString());
    }
}
