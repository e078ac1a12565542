/// L04 and L05: who has which FPGAs, and what they leave behind.
@NullMarked
package bss.hil.suite.lease;

import org.jspecify.annotations.NullMarked;
