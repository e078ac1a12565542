@NullMarked
package bss.hil.suite.analog;

import org.jspecify.annotations.NullMarked;
