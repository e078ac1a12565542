/// The commands bss-map and bss-run.
@NullMarked
package bss.tools.cli;

import org.jspecify.annotations.NullMarked;
