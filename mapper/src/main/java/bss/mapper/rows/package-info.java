/// Synapse rows and circuits within the granted drivers.
@NullMarked
package bss.mapper.rows;

import org.jspecify.annotations.NullMarked;
