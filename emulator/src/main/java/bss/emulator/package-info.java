/// The wafer in software: knows the configuration bits, nothing of networks, and follows them as the silicon does.
@NullMarked
package bss.emulator;

import org.jspecify.annotations.NullMarked;
