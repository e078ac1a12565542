/// The wire: a wafer behind one byte stream. [bss.proto.link.LinkServer] serves any backend,
/// [bss.proto.link.LinkClient] is one.
@NullMarked
package bss.proto.link;

import org.jspecify.annotations.NullMarked;
