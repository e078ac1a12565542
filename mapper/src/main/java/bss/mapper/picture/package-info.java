/// What people look at: a mapping as a picture of the wafer and as a page to explore.
///
/// Everything is read from what is final and the same for every strategy: the bits, where the cells and synapses
/// went, and the report.
@NullMarked
package bss.mapper.picture;

import org.jspecify.annotations.NullMarked;
