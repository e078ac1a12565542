package bss.hil.mutant;

import java.util.List;
import java.util.stream.Stream;

/// All mutants, in the order of their ids.
final class Mutants {

    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(
                        SessionMutants.all(),
                        LeaseMutants.all(),
                        LinkMutants.all(),
                        IdentityMutants.all(),
                        ConfigurationMutants.all(),
                        PulseMutants.all(),
                        NeuronMutants.all(),
                        AnalogMutants.all())
                .flatMap(List::stream)
                .toList();
    }
}
