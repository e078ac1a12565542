package bss.tools.job.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.Event;
import bss.tools.job.v1.Options;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A tiny network through the service on each engine.
@Timeout(120)
class EnginesTest {

    @ParameterizedTest
    @EnumSource(
            value = Options.Engine.class,
            names = {"EMULATOR", "REFERENCE", "REALISED"})
    void aNeuronThatIsDrivenFiresOnceSoonAfter(Options.Engine engine) throws Exception {
        try (JobServer server = new JobServer(new Engines(), JobServer.Settings.local("secret"))) {
            JobClient client = new JobClient(server.port(), "secret");
            client.open("tiny");
            Event built = client.run("tiny", 0, TinyNetwork.build(engine));
            assertTrue(built.hasDone(), built.toString());
            assertEquals(8, built.getDone().getMapping().getSynapsesRealised());
            assertEquals(
                    engine != Options.Engine.REFERENCE,
                    built.getDone().getMapping().getMapped());
            Event run = client.run("tiny", 1, JobClient.advance(60));
            assertEquals(60, run.getDone().getNowMs(), 1e-3, run.toString());
            List<Double> times = TinyNetwork.times(client.fetch(TinyNetwork.spikes("tiny")));
            assertEquals(1, times.size(), times.toString());
            assertEquals(TinyNetwork.SPIKE_MS + 3, times.getFirst(), 3);
        }
    }
}
