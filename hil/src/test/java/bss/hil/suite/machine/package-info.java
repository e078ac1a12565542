/// What tests of conformance tests need.
@NullMarked
package bss.hil.suite.machine;

import org.jspecify.annotations.NullMarked;
