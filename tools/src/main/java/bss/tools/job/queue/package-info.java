/// The queue of a shared server: keeps whole jobs, lets workers carry them out in their turn, and hands out results.
/// See `docs/server.md`.
@NullMarked
package bss.tools.job.queue;

import org.jspecify.annotations.NullMarked;
