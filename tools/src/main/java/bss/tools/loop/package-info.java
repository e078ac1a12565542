/// The loop for programs: commands and answers as lines of JSON, see docs/loop.md.
@NullMarked
package bss.tools.loop;

import org.jspecify.annotations.NullMarked;
