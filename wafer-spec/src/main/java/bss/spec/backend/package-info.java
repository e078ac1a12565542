/// The seam between everything that uses a wafer and everything that is one.
///
/// Time on this seam is hardware time since the start of the experiment, in cycles of the 125 MHz clock (8 ns) or in
/// ticks of the 250 MHz timestamp clock (4 ns); one cycle is two ticks.
@NullMarked
package bss.spec.backend;

import org.jspecify.annotations.NullMarked;
