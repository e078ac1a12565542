/// The ADC boards of a wafer: who records what, and how a voltage becomes codes.
@NullMarked
package bss.emulator.adc;

import org.jspecify.annotations.NullMarked;
