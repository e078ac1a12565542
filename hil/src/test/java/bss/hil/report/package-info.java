/// Tests of reports.
@NullMarked
package bss.hil.report;

import org.jspecify.annotations.NullMarked;
