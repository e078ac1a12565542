package bss.hil.suite.machine;

import bss.emulator.EmulatedWafer;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.suite.analog.AnalogTests;
import bss.hil.suite.configuration.ConfigurationTests;
import bss.hil.suite.neuron.NeuronTests;
import bss.hil.suite.pulses.PulseTests;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tests of what a wafer does, over the wire in full size, with the time that each takes.
@Tag("sweep")
class WireTest {

    static Stream<ConformanceTest> tests() {
        return Stream.of(ConfigurationTests.tests(), PulseTests.tests(), NeuronTests.tests(), AnalogTests.tests())
                .flatMap(list -> list.stream());
    }

    @ParameterizedTest
    @MethodSource("tests")
    void theEmulatorPassesOverTheWire(ConformanceTest test) throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (LinkServer server = new LinkServer(
                        EmulatedWafer.ideal(),
                        anywhere,
                        LinkSecurity.Server.PLAIN,
                        LinkLimits.DEFAULT,
                        Optional.empty(),
                        "test");
                LinkClient client = new LinkClient(server.address(), LinkSecurity.Client.PLAIN, LinkOptions.DEFAULT)) {
            if (test.card().profiles().contains(Profile.SMOKE)) {
                LocalBench.run(test, client, Profile.SMOKE, TestTolerances.ideal());
            }
            LocalBench.run(test, client, Profile.FULL, TestTolerances.ideal());
        }
    }
}
