package bss.mapper.verify;

import java.util.List;

/// What the bits of a mapping realise, beside what was asked for and what the mapping says.
///
/// @param requested synapses of the network
/// @param reported synapses that the mapping says are realised
/// @param realised of those, the ones that the bits realise, with the weight that the mapping says
/// @param lost synapses that the mapping itself gives up: requested - reported
/// @param wrong synapses in the bits that are not to be there: source, target or receptor not asked for, more often
///     than asked for, another weight than reported, asked for but reported as lost, or on a circuit that is no
/// neuron's
/// @param missing synapses that the mapping reports and the bits lack
/// @param background synapses through which the regular events that lock the network reach a neuron
/// @param mute neurons that cannot fire, or whose events do not leave as the mapping says; external sources that do not
///     enter
/// @param unheard neurons that send and whose spikes are to be recorded, but do not reach the host
/// @param examples the first faults in words
public record VerifyReport(
        long requested,
        long reported,
        long realised,
        long lost,
        long wrong,
        long missing,
        long background,
        int mute,
        int unheard,
        List<String> examples) {

    public VerifyReport {
        examples = List.copyOf(examples);
    }

    /// Whether the bits do what the mapping says, no more and no less.
    public boolean agrees() {
        return wrong == 0 && missing == 0 && background == 0 && mute == 0 && unheard == 0 && realised == reported;
    }
}
