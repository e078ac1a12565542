/// What a mapping cost and lost, and what no mapping could avoid to lose.
@NullMarked
package bss.mapper.report;

import org.jspecify.annotations.NullMarked;
