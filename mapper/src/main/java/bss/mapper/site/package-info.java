/// Where on the wafer the chips of a plan lie, and through which chips external sources come in.
@NullMarked
package bss.mapper.site;

import org.jspecify.annotations.NullMarked;
