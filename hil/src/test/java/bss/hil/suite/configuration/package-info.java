@NullMarked
package bss.hil.suite.configuration;

import org.jspecify.annotations.NullMarked;
