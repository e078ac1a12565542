@NullMarked
package bss.tools.reference;

import org.jspecify.annotations.NullMarked;
