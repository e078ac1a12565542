/// A client of a shared server of jobs: submits, follows and fetches them, and turns networks into jobs and results
/// into
/// runs.
@NullMarked
package bss.tools.job.client;

import org.jspecify.annotations.NullMarked;
