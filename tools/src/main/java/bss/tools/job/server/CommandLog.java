package bss.tools.job.server;

import com.google.protobuf.ByteString;

/// The commands of one job as they were serialised by the client, numbered from 0 without gaps: they are the job.
/// Callers see to it that one thread at a time appends.
public interface CommandLog {

    /// How many there are, which is the number of the next.
    long size();

    /// Keeps a command as the next; when this returns it is kept.
    ///
    /// @param sha256 of the command
    void append(ByteString command, ByteString sha256);

    /// The command of this number, 0 to `size() - 1`.
    ByteString command(long number);

    /// SHA-256 of the command of this number.
    ByteString sha256(long number);
}
