package bss.tools.job.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:4800, gproto+http://127.0.0.1:4800/",
        "127.9.9.9:1, gproto+http://127.9.9.9:1/",
        "[::1]:4800, gproto+http://[0:0:0:0:0:0:0:1]:4800/",
        "192.0.2.1:4800, gproto+https://192.0.2.1:4800/",
        "[2001:db8::1]:4800, gproto+https://[2001:db8::1]:4800/",
        "0.0.0.0:4800, gproto+https://0.0.0.0:4800/",
        "no-such-host.invalid:4800, gproto+https://no-such-host.invalid:4800/"
    })
    void plainTextGoesToThisMachineAlone(String server, String uri) throws Exception {
        Connection connection = Connection.plain(ServerAddress.parse(server), "bss_secret");
        try (Connection.Opened opened = connection.open()) {
            assertEquals(uri, opened.uri());
        }
        assertFalse(connection.toString().contains("secret"), connection.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":4800", "host:", "host:0", "host:65536", "::1:4800", "http://host:1", "a b:1"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nend", "ümlaut"})
    void whatIsNoTokenIsRefusedWithoutShowingIt(String token) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Connection.plain(new ServerAddress("localhost", 1), token));
        assertTrue(token.isEmpty() || !String.valueOf(e.getMessage()).contains(token), e.getMessage());
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Connection(
                        new ServerAddress("localhost", 1),
                        "t",
                        Optional.empty(),
                        Optional.of(Path.of("a")),
                        Optional.empty()));
    }
}
