/// What a conformance test sees of the harness.
@NullMarked
package bss.hil.bench;

import org.jspecify.annotations.NullMarked;
