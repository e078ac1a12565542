@NullMarked
package bss.mapper.network;

import org.jspecify.annotations.NullMarked;
