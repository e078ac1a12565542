/// What the circuits behind the configuration bits are: ideal, or a wafer drawn from a seed.
@NullMarked
package bss.emulator.silicon;

import org.jspecify.annotations.NullMarked;
