@NullMarked
package bss.tools.metrics;

import org.jspecify.annotations.NullMarked;
