/// Tells the way of one synapse over the wafer, or why it was lost.
@NullMarked
package bss.mapper.explain;

import org.jspecify.annotations.NullMarked;
