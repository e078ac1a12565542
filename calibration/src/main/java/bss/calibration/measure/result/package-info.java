/// What a measurement found: transfers of circuits, strengths of rows, and what cannot be used.
@NullMarked
package bss.calibration.measure.result;

import org.jspecify.annotations.NullMarked;
