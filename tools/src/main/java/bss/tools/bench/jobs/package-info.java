/// How a shared server of jobs does under load: many connections, slow clients, many submissions, many stored
/// jobs. The server is a process of its own, as it is in use.
@NullMarked
package bss.tools.bench.jobs;

import org.jspecify.annotations.NullMarked;
