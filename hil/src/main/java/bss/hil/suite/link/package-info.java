/// A06 to A12: what the link promises, in the place of HostARQ.
@NullMarked
package bss.hil.suite.link;

import org.jspecify.annotations.NullMarked;
