@NullMarked
package bss.mapper.network.generate;

import org.jspecify.annotations.NullMarked;
