/// Where neurons and external sources go: the greedy placers.
@NullMarked
package bss.mapper.place;

import org.jspecify.annotations.NullMarked;
