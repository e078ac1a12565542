/// L01 to L03: who comes in, and what becomes of those who do wrong.
@NullMarked
package bss.hil.suite.session;

import org.jspecify.annotations.NullMarked;
