package bss.tools.job.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down who tries tokens: after five failures from one address within a minute its next answers are
/// delayed, the more the more it failed, by at most ten seconds.
///
/// Addresses are delayed and never users, so nobody can lock out another one by failing in their name; and an
/// answer is delayed whether it lets in or not, else the delay would tell. An IPv6 address counts as its
/// network of 64 bits, which is what one household gets. When more addresses fail than can be remembered, the
/// one whose last failure is the oldest is forgotten.
public final class Throttle {

    /// Failures older than this do not count.
    public static final long WINDOW_MS = 60_000;

    /// The longest delay.
    public static final long MAX_DELAY_MS = 10_000;

    /// Addresses that are remembered unless told otherwise: about 2 MB.
    public static final int ADDRESSES = 10_000;

    private static final int FREE_FAILURES = 5;
    private static final long FIRST_DELAY_MS = 500;

    /// With so many failures the delay is the longest; more need not be remembered.
    private static final int MOST_FAILURES = 10;

    private final int addresses;

    /// Failures by address, the address that failed last at the end; times of failures from old to new.
    private final Map<Long, ArrayDeque<Long>> failures = new LinkedHashMap<>();

    public Throttle() {
        this(ADDRESSES);
    }

    /// @param addresses the most that are remembered, 1 or more
    public Throttle(int addresses) {
        if (addresses < 1) {
            throw new IllegalArgumentException("addresses is %d, must be 1 or more".formatted(addresses));
        }
        this.addresses = addresses;
    }

    /// A token from this address was refused.
    ///
    /// @param nowMs of a clock that does not go back
    public synchronized void failed(InetAddress address, long nowMs) {
        ArrayDeque<Long> times = failures.remove(key(address));
        forget(nowMs);
        if (times == null) {
            times = new ArrayDeque<>(MOST_FAILURES);
        }
        if (times.size() == MOST_FAILURES) {
            times.removeFirst();
        }
        times.addLast(nowMs);
        failures.put(key(address), times);
    }

    /// How long to wait before the next answer to this address, 0 to [#MAX_DELAY_MS].
    ///
    /// @param nowMs of a clock that does not go back
    public synchronized long delayMs(InetAddress address, long nowMs) {
        ArrayDeque<Long> times = failures.get(key(address));
        if (times == null) {
            return 0;
        }
        int recent = 0;
        for (long time : times) {
            recent += counts(time, nowMs) ? 1 : 0;
        }
        return recent < FREE_FAILURES ? 0 : Math.min(MAX_DELAY_MS, FIRST_DELAY_MS << (recent - FREE_FAILURES));
    }

    /// How many addresses are remembered.
    synchronized int remembered() {
        return failures.size();
    }

    /// Leaves room for one more.
    private void forget(long nowMs) {
        Iterator<ArrayDeque<Long>> oldestFirst = failures.values().iterator();
        while (oldestFirst.hasNext()) {
            boolean stale = !counts(oldestFirst.next().getLast(), nowMs);
            if (!stale && failures.size() < addresses) {
                return;
            }
            oldestFirst.remove();
        }
    }

    private static boolean counts(long time, long nowMs) {
        return nowMs - time < WINDOW_MS;
    }

    /// No IPv4 address has the key of an IPv6 network: those of the internet do not begin with 32 zero bits.
    private static long key(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
    }
}
