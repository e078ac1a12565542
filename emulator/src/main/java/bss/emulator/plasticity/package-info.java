/// What changes the strength of synapses while a chip runs: short-term plasticity of the drivers and
/// the controllers of spike-timing dependent plasticity. See docs/plasticity.md.
@NullMarked
package bss.emulator.plasticity;

import org.jspecify.annotations.NullMarked;
