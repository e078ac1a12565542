@NullMarked
package bss.hil.suite.pulses;

import org.jspecify.annotations.NullMarked;
