/// The event network, clock by clock: priority encoders, background generators, mergers, links and delivery.
@NullMarked
package bss.emulator.event;

import org.jspecify.annotations.NullMarked;
