/// Which lines and repeaters of the L1 network carry events: trains on their way through them, and circuits
/// that spike where one arrives.
@NullMarked
package bss.calibration.measure.line;

import org.jspecify.annotations.NullMarked;
