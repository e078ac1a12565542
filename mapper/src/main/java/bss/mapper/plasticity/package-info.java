/// Which synapses may share synapse drivers: classes of plasticity, and how a driver's short-term
/// plasticity follows a Tsodyks-Markram synapse.
@NullMarked
package bss.mapper.plasticity;

import org.jspecify.annotations.NullMarked;
