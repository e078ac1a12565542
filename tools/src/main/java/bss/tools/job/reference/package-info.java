/// Jobs in the double-precision reference simulator: the network as written, or as a mapping realises it.
@NullMarked
package bss.tools.job.reference;

import org.jspecify.annotations.NullMarked;
