/// Biological parameters and weights of a placed network, through the seam of parameter translation.
@NullMarked
package bss.mapper.parameters;

import org.jspecify.annotations.NullMarked;
