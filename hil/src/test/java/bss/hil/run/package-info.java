/// Tests of the runner.
@NullMarked
package bss.hil.run;

import org.jspecify.annotations.NullMarked;
