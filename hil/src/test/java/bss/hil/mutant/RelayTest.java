package bss.hil.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bss.hil.FrameFault;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The parts that mutants are made of do nothing unless they are told to.
class RelayTest {

    private static final Set<ConfigurationStage> ALL = EnumSet.allOf(ConfigurationStage.class);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aRelayWithoutFaultPassesEverything() throws Exception {
        Mutant.Plant plant = new Mutant.Plant(Mutant.ideal(), Optional.of(_ -> FrameFault::new), Mutant.LIMITS);
        try (MutantEndpoint endpoint = new MutantEndpoint(plant, folder);
                LinkClient client = new LinkClient(
                        endpoint.endpoint().address(), endpoint.endpoint().security(), LinkOptions.DEFAULT)) {
            WaferConfiguration written = WaferConfiguration.empty()
                    .with(
                            SessionFaults.chip(Lease.of(0), 3),
                            new HicannConfigurationBuilder()
                                    .crossbarSwitch(7, true)
                                    .build());
            try (WaferSession session = client.open(Lease.of(0))) {
                session.configure(written, ALL, 1);
                assertEquals(written, session.readBack());
                session.advance(1000);
                assertEquals(Pulses.NONE, session.takeTrace());
            }
            // the parts were given back
            client.open(Lease.of(0)).close();
        }
    }

    @Test
    void aStuckBitIsReadBack() throws Exception {
        Mutant mutant = Mutants.all().stream()
                .filter(m -> m.fault().contains("crossbar RAM is stuck at 1"))
                .findFirst()
                .orElseThrow();
        try (MutantEndpoint endpoint = new MutantEndpoint(mutant.plant().get(), folder);
                LinkClient client = new LinkClient(
                        endpoint.endpoint().address(), endpoint.endpoint().security(), LinkOptions.DEFAULT);
                WaferSession session = client.open(Lease.of(0))) {
            int hicann = SessionFaults.chip(Lease.of(0), 2);
            session.configure(
                    WaferConfiguration.empty().with(hicann, new HicannConfigurationBuilder().build()), ALL, 1);
            assertEquals(true, session.readBack().hicann(hicann).orElseThrow().crossbarSwitch(301));
        }
    }

    @Test
    void anEndpointAsksForTokens() throws Exception {
        try (MutantEndpoint endpoint = new MutantEndpoint(Mutant.healthy(), folder)) {
            assertThrows(
                    BackendException.class,
                    () -> new LinkClient(
                            endpoint.endpoint().address(), LinkSecurity.Client.PLAIN, LinkOptions.DEFAULT));
        }
    }
}
