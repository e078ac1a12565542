package bss.hil.wire;

import java.net.InetSocketAddress;

/// A relay in front of an endpoint that records what passes and can disturb it. It speaks plain text on a loopback
/// address to the harness, and what the endpoint wants on the other side.
public interface Tap extends AutoCloseable {

    /// Where hosts connect to.
    InetSocketAddress address();

    /// Cuts every connection now; later ones are let through.
    void cut();

    /// Cuts the connection that carries it when so many more bytes, counted over all connections, have passed up (from
    /// the endpoint) or down (to it).
    void cutAfter(long bytes);

    /// Passes bytes on in pieces of at most so many, each in a segment of its own; 0 for as they come.
    void pieces(int bytes);

    /// Passes nothing up (from the endpoint) until released, so that the endpoint meets a host that does not read.
    void holdUp(boolean hold);

    /// Bytes that passed to the endpoint.
    long bytesDown();

    /// Bytes that came from the endpoint.
    long bytesUp();

    /// Connections to the endpoint so far.
    int connections();

    @Override
    void close();
}
