/// Calibration by measurement: from DAC codes and ADC samples to the transfers of each circuit of a chip.
@NullMarked
package bss.calibration.measure;

import org.jspecify.annotations.NullMarked;
