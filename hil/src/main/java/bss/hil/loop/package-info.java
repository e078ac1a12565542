/// Experiments with the host in the loop: a wafer is configured once, then weights or spikes change, it runs, its
/// spikes are read, again.
@NullMarked
package bss.hil.loop;

import org.jspecify.annotations.NullMarked;
