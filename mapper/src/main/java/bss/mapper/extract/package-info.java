/// Reads the network that a wafer configuration realises from its bits alone.
///
/// Shares no algorithm with the mapper's own stages nor with the emulator: all three must agree, so each is written
/// from the meaning of the bits.
@NullMarked
package bss.mapper.extract;

import org.jspecify.annotations.NullMarked;
