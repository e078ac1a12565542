/// I15 and I16: reset and links, and configurations that must be refused.
@NullMarked
package bss.hil.suite.initialisation;

import org.jspecify.annotations.NullMarked;
