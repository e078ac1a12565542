/// What is to be mapped, in dense integer numbers, and what of the wafer may be used for it.
@NullMarked
package bss.mapper.problem;

import org.jspecify.annotations.NullMarked;
