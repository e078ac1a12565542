/// Tests of the loop against a backend that notes what it is asked.
@NullMarked
package bss.hil.loop;

import org.jspecify.annotations.NullMarked;
