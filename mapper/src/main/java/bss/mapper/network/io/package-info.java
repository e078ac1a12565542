@NullMarked
package bss.mapper.network.io;

import org.jspecify.annotations.NullMarked;
