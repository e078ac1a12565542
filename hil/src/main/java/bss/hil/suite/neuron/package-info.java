/// Conformance test of neurons, synapses, L1 lines and mergers by what they do to pulses.
@NullMarked
package bss.hil.suite.neuron;

import org.jspecify.annotations.NullMarked;
