/// Curves through measured points.
@NullMarked
package bss.calibration.measure.fit;

import org.jspecify.annotations.NullMarked;
