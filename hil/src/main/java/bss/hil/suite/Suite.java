package bss.hil.suite;

import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.suite.analog.AnalogTests;
import bss.hil.suite.configuration.ConfigurationTests;
import bss.hil.suite.identity.IdentityTests;
import bss.hil.suite.initialisation.InitialisationTests;
import bss.hil.suite.lease.LeaseTests;
import bss.hil.suite.link.LinkTests;
import bss.hil.suite.neuron.NeuronTests;
import bss.hil.suite.pulses.PulseTests;
import bss.hil.suite.session.SessionTests;
import java.util.List;
import java.util.stream.Stream;

/// All conformance tests, in the order in which they run: from the outside in.
public final class Suite {

    private Suite() {}

    /// All tests.
    public static List<ConformanceTest> all() {
        return Stream.of(
                        SessionTests.tests(),
                        LeaseTests.tests(),
                        LinkTests.tests(),
                        IdentityTests.tests(),
                        InitialisationTests.tests(),
                        ConfigurationTests.tests(),
                        PulseTests.tests(),
                        NeuronTests.tests(),
                        AnalogTests.tests())
                .flatMap(List::stream)
                .toList();
    }

    /// The tests of a profile.
    public static List<ConformanceTest> of(Profile profile) {
        return all().stream().filter(t -> t.card().profiles().contains(profile)).toList();
    }
}
