@NullMarked
package bss.tools;

import org.jspecify.annotations.NullMarked;
