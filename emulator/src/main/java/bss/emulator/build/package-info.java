/// From register words to flat arrays: which denmems make a circuit, what each circuit's parameters are, and which
/// drivers the events of each sending repeater reach.
@NullMarked
package bss.emulator.build;

import org.jspecify.annotations.NullMarked;
