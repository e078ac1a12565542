/// Calibrations of virtual wafers that are drawn around their truth instead of measured, for studies of whole wafers.
@NullMarked
package bss.tools.calibration.synthetic;

import org.jspecify.annotations.NullMarked;
