/// The conformance tests, a package for each layer.
@NullMarked
package bss.hil.suite;

import org.jspecify.annotations.NullMarked;
