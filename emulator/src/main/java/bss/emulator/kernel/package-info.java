/// The neuron circuits in fixed point: state, coefficients and the kernels that move them on by one PLL cycle.
@NullMarked
package bss.emulator.kernel;

import org.jspecify.annotations.NullMarked;
