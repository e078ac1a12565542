/// How synapses enter a chip: which synapse drivers a bus gets where it lands, which rows of them listen to
/// which upper address bits, and which circuit each synapse becomes.
///
/// An *arrival* is a bus at a chip with synapses for it (and one kind of short-term plasticity); it may land on
/// several VLines, each of which closes one synapse switch and so feeds one chain of drivers.
@NullMarked
package bss.mapper.landing;

import org.jspecify.annotations.NullMarked;
