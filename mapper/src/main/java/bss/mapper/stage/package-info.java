/// What the stages of the mapper hand to each other: immutable results, in dense integer numbers.
///
/// Cells of all populations are numbered through ("cell"), in the order of the network.
@NullMarked
package bss.mapper.stage;

import org.jspecify.annotations.NullMarked;
