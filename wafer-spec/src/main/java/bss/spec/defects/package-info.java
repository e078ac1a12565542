@NullMarked
package bss.spec.defects;

import org.jspecify.annotations.NullMarked;
