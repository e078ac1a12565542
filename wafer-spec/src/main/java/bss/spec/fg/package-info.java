/// Floating gates: the analog parameters of a HICANN, where their cells lie and what a code means.
@NullMarked
package bss.spec.fg;

import org.jspecify.annotations.NullMarked;
