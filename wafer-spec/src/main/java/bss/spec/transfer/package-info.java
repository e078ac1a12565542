/// The ideal transformations between electrical quantities and floating-gate codes.
@NullMarked
package bss.spec.transfer;

import org.jspecify.annotations.NullMarked;
