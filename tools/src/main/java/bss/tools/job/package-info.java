/// Jobs: networks that a client builds, runs, changes and reads in a session of commands. See `job.proto`.
@NullMarked
package bss.tools.job;

import org.jspecify.annotations.NullMarked;
