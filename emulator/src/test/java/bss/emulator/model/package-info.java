/// A slow model of the machine, written from its description alone: one object per register, one step per clock,
/// double precision where the hardware is analog.
@NullMarked
package bss.emulator.model;

import org.jspecify.annotations.NullMarked;
