/// What people look at: a set of calibration as a page.
@NullMarked
package bss.tools.calibration.report;

import org.jspecify.annotations.NullMarked;
