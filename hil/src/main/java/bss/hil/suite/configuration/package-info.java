/// Conformance tests of configuration: every register of a chip keeps what is written, and nothing else
/// changes.
@NullMarked
package bss.hil.suite.configuration;

import org.jspecify.annotations.NullMarked;
