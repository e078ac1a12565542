/// The synapses of a network as dense columns, and which of them arrive where.
@NullMarked
package bss.mapper.synapses;

import org.jspecify.annotations.NullMarked;
