/// Conformance test of the analog readout, and of repeatability.
@NullMarked
package bss.hil.suite.analog;

import org.jspecify.annotations.NullMarked;
