/// What the conformance harness needs of an emulated wafer in the same process.
@NullMarked
package bss.tools.hil;

import org.jspecify.annotations.NullMarked;
