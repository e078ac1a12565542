/// Conformance tests of pulses from the host to the wafer and back: which, where, and when.
@NullMarked
package bss.hil.suite.pulses;

import org.jspecify.annotations.NullMarked;
