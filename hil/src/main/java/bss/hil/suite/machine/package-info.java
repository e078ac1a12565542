/// The machine as the tests expect it: a small model of its own of what docs/machine.md says, and chips by
/// hand.
@NullMarked
package bss.hil.suite.machine;

import org.jspecify.annotations.NullMarked;
