/// Checks that a mapping's configuration is legal, by rules that know nothing of how it was made.
@NullMarked
package bss.mapper.check;

import org.jspecify.annotations.NullMarked;
