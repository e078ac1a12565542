@NullMarked
package bss.spec.mapping;

import org.jspecify.annotations.NullMarked;
