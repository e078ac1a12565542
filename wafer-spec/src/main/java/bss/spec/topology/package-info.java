/// The wiring of the wafer as static functions on plain indices, for code that runs too often for objects.
///
/// Arguments are the indices of [bss.spec.coord][bss.spec.coord] and are not checked (a wrong one gives a wrong answer
/// or an [ArrayIndexOutOfBoundsException]); the answer -1 means that there is no such thing. Facts that define a
/// coordinate, such as which crossbar switches exist, stand in its record and are repeated here by delegation alone.
@NullMarked
package bss.spec.topology;

import org.jspecify.annotations.NullMarked;
