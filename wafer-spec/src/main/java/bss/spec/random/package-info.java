@NullMarked
package bss.spec.random;

import org.jspecify.annotations.NullMarked;
