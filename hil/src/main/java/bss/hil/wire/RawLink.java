package bss.hil.wire;

import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A host that can do wrong: it writes and reads the frames of the wire, and bytes that are none, with a plain socket.
public interface RawLink extends AutoCloseable {

    /// Sends a frame.
    void send(ToServer message) throws IOException;

    /// Sends bytes as they are.
    void sendBytes(byte[] bytes) throws IOException;

    /// The next message; empty at the end of the stream.
    ///
    /// @throws IOException what came is no frame, or nothing came in time
    Optional<ToClient> read(Duration within) throws IOException;

    /// Says hello with the run's token and waits for the welcome.
    ///
    /// @throws IOException if it is refused
    ToClient hello() throws IOException;

    @Override
    void close() throws IOException;
}
