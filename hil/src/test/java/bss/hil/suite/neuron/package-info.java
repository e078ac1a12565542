@NullMarked
package bss.hil.suite.neuron;

import org.jspecify.annotations.NullMarked;
