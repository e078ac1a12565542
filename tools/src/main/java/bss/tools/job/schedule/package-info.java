/// The decisions of a job service: which job runs next, and which parts of the wafer it gets. No I/O, no threads;
/// time is milliseconds of a clock that never goes back, handed in with each call. One caller at a time.
@NullMarked
package bss.tools.job.schedule;

import org.jspecify.annotations.NullMarked;
