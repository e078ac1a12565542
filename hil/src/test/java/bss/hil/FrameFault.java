package bss.hil;

import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import java.io.IOException;

/// What a relay does wrong on one connection; here nothing.
public class FrameFault {

    /// The two ends of a connection.
    public interface Ends {
        void toServer(ToServer message) throws IOException;

        void toHost(ToClient message) throws IOException;

        /// Bytes as they are.
        void bytesToServer(byte[] bytes) throws IOException;

        /// No more comes from the host.
        void endServer() throws IOException;

        /// Ends the connection.
        void cut() throws IOException;
    }

    /// The longest frame of the host that is waited for; what is longer passes as it comes.
    ///
    /// @param server what the server takes now, in bytes
    public int most(int server) {
        return server;
    }

    /// A message of the host.
    public void down(ToServer message, Ends ends) throws IOException {
        ends.toServer(message);
    }

    /// A message of the server.
    public void up(ToClient message, Ends ends) throws IOException {
        ends.toHost(message);
    }

    /// A frame of the host that is no message.
    ///
    /// @param frame with its length
    public void garbage(byte[] frame, Ends ends) throws IOException {
        ends.bytesToServer(frame);
    }

    /// The host ended or broke the connection.
    public void hostGone(Ends ends) throws IOException {
        ends.endServer();
    }
}
