/// Which components of a wafer are defect: the file that says so, and random ones for tests.
@NullMarked
package bss.mapper.defects;

import org.jspecify.annotations.NullMarked;
