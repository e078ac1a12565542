package bss.hil.wire;

/// What happened on a tap, as a transcript has it.
///
/// @param connection from 0, in the order in which hosts connected
/// @param micros since the tap began, in us
/// @param up from the endpoint; frames and bytes alone
/// @param payload the message of a frame without its length; bytes; who closed; text
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Entry(Kind kind, int connection, long micros, boolean up, byte[] payload) {

    /// Kinds of entries; their numbers are those of the file.
    public enum Kind {
        OPENED,
        FRAME,
        /// Bytes that are no frame: garbage, or a frame that was cut.
        BYTES,
        /// The payload is the number of an [End].
        CLOSED,
        /// Text for people.
        NOTE,
        /// Nothing is kept from here on, since the transcript became too long.
        FULL
    }

    /// Who ended a connection, or a direction of it.
    public enum End {
        HOST,
        ENDPOINT,
        /// The harness cut it.
        CUT,
        /// The endpoint could not be reached.
        UNREACHED
    }
}
