@NullMarked
package bss.mapper;

import org.jspecify.annotations.NullMarked;
