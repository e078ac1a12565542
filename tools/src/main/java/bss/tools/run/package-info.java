/// Experiments: a network or a mapping on a wafer or in the reference simulator.
@NullMarked
package bss.tools.run;

import org.jspecify.annotations.NullMarked;
