package bss.tools.job.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a server listens.
///
/// @param host a name, or an address; one of IPv6 without brackets
/// @param port 1 to 65535
public record ServerAddress(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

    public ServerAddress {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port is %d, must be 1 to 65535".formatted(port));
        }
    }

    /// Reads `HOST:PORT`, as `jobs.example.org:4800` or `[::1]:4800`.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static ServerAddress parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "is '%s', must be HOST:PORT such as 127.0.0.1:4800 or [::1]:4800".formatted(text));
        }
        String host = m.group(1) == null ? m.group(2) : m.group(1);
        return new ServerAddress(host, Integer.parseInt(m.group(3)));
    }

    /// An address of it that is of this machine alone; empty if one of its addresses is not.
    Optional<InetAddress> loopback() {
        try {
            InetAddress[] all = InetAddress.getAllByName(host);
            return Arrays.stream(all).allMatch(InetAddress::isLoopbackAddress) ? Optional.of(all[0]) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static String authority(String host, int port) {
        return host.contains(":") ? "[%s]:%d".formatted(host, port) : "%s:%d".formatted(host, port);
    }

    /// As `HOST:PORT`.
    @Override
    public String toString() {
        return authority(host, port);
    }
}
