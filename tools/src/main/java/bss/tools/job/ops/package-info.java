/// What who operates a shared server sees of it: metrics, the log, and what systemd is told. See
/// `docs/server.md`.
@NullMarked
package bss.tools.job.ops;

import org.jspecify.annotations.NullMarked;
