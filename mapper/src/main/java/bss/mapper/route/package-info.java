/// How the buses reach the chips of their targets: the greedy backbone router.
@NullMarked
package bss.mapper.route;

import org.jspecify.annotations.NullMarked;
