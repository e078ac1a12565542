@NullMarked
package bss.spec;

import org.jspecify.annotations.NullMarked;
