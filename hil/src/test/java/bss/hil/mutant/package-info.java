/// Endpoints with one planted fault each: the harness is tested by what it says of them.
@NullMarked
package bss.hil.mutant;

import org.jspecify.annotations.NullMarked;
