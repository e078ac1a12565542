/// The configuration of every component of the wafer: what can be written to the silicon, and nothing else.
///
/// Small components are records with a register word (`bits`, `fromBits`), so that files, the wire and bit-flip
/// tests speak of the same bits. [bss.spec.config.HicannConfiguration] holds one chip,
/// [bss.spec.config.WaferConfiguration] all of them.
@NullMarked
package bss.spec.config;

import org.jspecify.annotations.NullMarked;
