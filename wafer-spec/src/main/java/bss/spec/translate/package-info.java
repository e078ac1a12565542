/// The seam through which a mapper has biological parameters translated, without seeing how.
@NullMarked
package bss.spec.translate;

import org.jspecify.annotations.NullMarked;
