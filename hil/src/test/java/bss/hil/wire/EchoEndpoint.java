package bss.hil.wire;

import bss.proto.link.LinkSecurity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/// Sends all bytes back.
final class EchoEndpoint implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    EchoEndpoint() throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    Thread.ofPlatform().daemon().start(() -> echo(socket));
                }
            } catch (IOException e) {
                // closed
            }
        });
    }

    private static void echo(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            socket.setTcpNoDelay(true);
            in.transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // cut
        }
    }

    Endpoint endpoint() {
        return new Endpoint(
                (InetSocketAddress) listening.getLocalSocketAddress(), LinkSecurity.Client.PLAIN, Optional.empty());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
