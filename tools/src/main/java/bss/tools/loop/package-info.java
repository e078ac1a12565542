/// The loop for programs: commands and answers as lines of JSON, see docs/harness.md.
@NullMarked
package bss.tools.loop;

import org.jspecify.annotations.NullMarked;
