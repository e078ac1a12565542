/// The routines of a calibration, each with its settings, its observable, its fit and its reject rule.
@NullMarked
package bss.calibration.measure.routine;

import org.jspecify.annotations.NullMarked;
