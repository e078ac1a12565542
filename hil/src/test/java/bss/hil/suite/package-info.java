/// Tests of the conformance tests.
@NullMarked
package bss.hil.suite;

import org.jspecify.annotations.NullMarked;
