/// Which neurons share a chip, a neuron block and a bus, before chips have a place on the wafer.
@NullMarked
package bss.mapper.partition;

import org.jspecify.annotations.NullMarked;
