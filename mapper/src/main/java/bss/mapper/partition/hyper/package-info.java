/// Divides the vertices of a hypergraph into parts so that hyperedges meet few parts each.
@NullMarked
package bss.mapper.partition.hyper;

import org.jspecify.annotations.NullMarked;
