/// Tests of the tap and of what it records.
@NullMarked
package bss.hil.wire;

import org.jspecify.annotations.NullMarked;
