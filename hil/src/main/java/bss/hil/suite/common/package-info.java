/// What several conformance tests need: sessions over bare frames, refusals, pulses that loop, chips with
/// random words.
@NullMarked
package bss.hil.suite.common;

import org.jspecify.annotations.NullMarked;
