@NullMarked
package bss.calibration;

import org.jspecify.annotations.NullMarked;
