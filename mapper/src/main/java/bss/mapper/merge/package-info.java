/// Which neuron blocks share a DNC merger, and the L1 addresses of the cells on it.
@NullMarked
package bss.mapper.merge;

import org.jspecify.annotations.NullMarked;
