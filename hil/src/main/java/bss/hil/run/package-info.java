/// Runs the tests one after the other and judges them.
@NullMarked
package bss.hil.run;

import org.jspecify.annotations.NullMarked;
