/// The border to OR-Tools: loading the native library once, solvers that repeat themselves.
@NullMarked
package bss.mapper.solver;

import org.jspecify.annotations.NullMarked;
