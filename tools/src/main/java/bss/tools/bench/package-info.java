/// The benchmark table: networks written straight as configuration bits, and what they are measured with.
@NullMarked
package bss.tools.bench;

import org.jspecify.annotations.NullMarked;
