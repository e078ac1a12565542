/// Short-term and spike-timing dependent plasticity on the wafer: which synapses may share drivers, what the bits and
/// floating gates of drivers and STDP controllers have to be, and what that comes to.
@NullMarked
package bss.mapper.plasticity;

import org.jspecify.annotations.NullMarked;
