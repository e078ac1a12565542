/// Processes that carry out jobs for a shared server, each for itself: one that dies takes only its own job with it.
@NullMarked
package bss.tools.job.worker;

import org.jspecify.annotations.NullMarked;
