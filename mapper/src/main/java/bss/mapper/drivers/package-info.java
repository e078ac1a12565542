/// Synapse drivers for the landings of buses: how many, and which.
@NullMarked
package bss.mapper.drivers;

import org.jspecify.annotations.NullMarked;
