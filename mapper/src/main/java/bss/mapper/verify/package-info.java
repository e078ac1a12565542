/// Compares the network that a mapping's bits realise with the one that was asked for and the one it reports.
@NullMarked
package bss.mapper.verify;

import org.jspecify.annotations.NullMarked;
