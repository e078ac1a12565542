/// Bits and floating-gate codes of drivers with short-term plasticity and of STDP controllers, and what
/// they come to.
@NullMarked
package bss.mapper.plasticity.chip;

import org.jspecify.annotations.NullMarked;
