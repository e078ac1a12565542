/// Microbenchmarks of the hot spots, for development; `bss-run bench` measures the whole.
@NullMarked
package bss.benchmarks;

import org.jspecify.annotations.NullMarked;
