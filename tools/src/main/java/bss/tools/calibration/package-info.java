/// Sets of calibration: what a wafer's measurements found, as files.
@NullMarked
package bss.tools.calibration;

import org.jspecify.annotations.NullMarked;
