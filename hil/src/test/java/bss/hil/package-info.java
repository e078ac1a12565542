/// What the tests of the harness share.
@NullMarked
package bss.hil;

import org.jspecify.annotations.NullMarked;
