/// The durable store of jobs: what was accepted, in which state it is, what came of it, and who did what.
@NullMarked
package bss.tools.job.store;

import org.jspecify.annotations.NullMarked;
