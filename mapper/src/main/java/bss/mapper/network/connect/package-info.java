@NullMarked
package bss.mapper.network.connect;

import org.jspecify.annotations.NullMarked;
