package bss.tools.job.client;

import bss.spec.backend.RunCounters;
import bss.tools.job.JobException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Reads what [StatsFile#put] wrote.
final class CountersJson {

    private CountersJson() {}

    static RunCounters read(String json) throws JobException {
        JsonNode n;
        try {
            n = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw JobException.invalid("the counters of the result are no JSON: %s", String.valueOf(e.getMessage()));
        }
        return new RunCounters(
                n.path("pulses_played").asLong(),
                n.path("dropped_before_run").asLong(),
                n.path("lost_down").asLong(),
                n.path("external").asLong(),
                n.path("waiting_down").asLong(),
                n.path("neuron_spikes").asLong(),
                n.path("lost_encoder").asLong(),
                n.path("encoded").asLong(),
                n.path("waiting_encoder").asLong(),
                n.path("generated").asLong(),
                n.path("copies").asLong(),
                n.path("lost_merger").asLong(),
                n.path("waiting_merger").asLong(),
                n.path("offered").asLong(),
                n.path("unheard").asLong(),
                n.path("l1_events").asLong(),
                n.path("lost_l1").asLong(),
                n.path("sent_up").asLong(),
                n.path("lost_up").asLong(),
                n.path("filtered").asLong(),
                n.path("traced").asLong(),
                n.path("waiting_up").asLong(),
                n.path("synaptic_events").asLong(),
                n.path("neuron_updates").asLong());
    }
}
