/// The wire as the harness sees it: endpoints, frames, a relay that records and disturbs them, a host that can do
/// wrong.
@NullMarked
package bss.hil.wire;

import org.jspecify.annotations.NullMarked;
