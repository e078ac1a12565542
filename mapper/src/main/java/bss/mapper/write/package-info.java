/// The stages' results as register words.
@NullMarked
package bss.mapper.write;

import org.jspecify.annotations.NullMarked;
