/// How far the hardware's network is from another.
@NullMarked
package bss.tools.compare;

import org.jspecify.annotations.NullMarked;
