package bss.tools.job.ops;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Tells systemd how this service is, by datagrams as `sd_notify` sends them. Java has no sockets of that kind,
/// so the C
/// library's are called. Without systemd nothing is done.
///
/// Source: sd_notify(3); unix(7) and sys/socket.h of Linux on x86-64 for the numbers.
public final class Systemd {

    private static final System.Logger LOG = System.getLogger(Systemd.class.getName());
    private static final short UNIX = 1;
    private static final int DATAGRAM_CLOEXEC = 2 | 0x80000;
    private static final int PATH_BYTES = 108;

    private final Optional<String> socket;
    private final Optional<Duration> watchdog;

    private Systemd(Optional<String> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /// As the environment of this process says.
    public static Systemd ofThisProcess() {
        String pid = System.getenv().getOrDefault("WATCHDOG_PID", "");
        boolean watched = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return new Systemd(
                Optional.ofNullable(System.getenv("NOTIFY_SOCKET")).filter(s -> !s.isEmpty()),
                Optional.ofNullable(System.getenv("WATCHDOG_USEC"))
                        .filter(s -> watched && s.matches("[1-9][0-9]{0,15}"))
                        .map(s -> Duration.ofNanos(1_000 * Long.parseLong(s))));
    }

    /// With this socket.
    static Systemd at(String socket) {
        return new Systemd(Optional.of(socket), Optional.empty());
    }

    /// How often this service must say that it lives; empty: never.
    public Optional<Duration> watchdog() {
        return socket.isPresent() ? watchdog : Optional.empty();
    }

    /// Sends a state as `READY=1`, `WATCHDOG=1` or `STOPPING=1`.
    ///
    /// @return whether it was sent
    public boolean tell(String state) {
        if (socket.isEmpty()) {
            return false;
        }
        byte[] path = socket.get().getBytes(StandardCharsets.UTF_8);
        if (path.length >= PATH_BYTES || !(path[0] == '/' || path[0] == '@')) {
            LOG.log(System.Logger.Level.WARNING, "NOTIFY_SOCKET is {0}, must be a path", socket.get());
            return false;
        }
        try {
            return send(path, state.getBytes(StandardCharsets.UTF_8));
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "systemd is not told {0}: {1}", state, e);
            return false;
        }
    }

    private static boolean send(byte[] path, byte[] state) throws Throwable {
        MethodHandle open = function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        MethodHandle send = function(
                "sendto",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
        MethodHandle close = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Short.BYTES + PATH_BYTES, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
            if (path[0] == '@') {
                address.set(ValueLayout.JAVA_BYTE, Short.BYTES, (byte) 0);
            }
            MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, state);
            int file = (int) open.invokeExact((int) UNIX, DATAGRAM_CLOEXEC, 0);
            if (file < 0) {
                return false;
            }
            long sent = (long) send.invokeExact(file, text, (long) state.length, 0, address, Short.BYTES + path.length);
            int closed = (int) close.invokeExact(file);
            return sent == state.length && closed == 0;
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
