/// The service of jobs: keeps what clients append, carries it out, and tells how it goes. See `docs/jobs.md`.
@NullMarked
package bss.tools.job.server;

import org.jspecify.annotations.NullMarked;
