package bss.tools.job.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");

    /// The same rules, told as a list of everything that failed.
    private static final class SlowModel {

        private record Failure(String network, long ms) {}

        private static final long[] DELAYS = {0, 0, 0, 0, 0, 500, 1000, 2000, 4000, 8000};

        private final int addresses;
        private List<Failure> all = new ArrayList<>();

        SlowModel(int addresses) {
            this.addresses = addresses;
        }

        private static String network(InetAddress address) {
            String[] groups = address.getHostAddress().split(":", -1);
            return groups.length == 1
                    ? groups[0]
                    : String.join(":", List.of(groups).subList(0, 4));
        }

        private Map<String, Long> lastByNetwork(long now) {
            return all.stream()
                    .filter(f -> now - f.ms < 60_000)
                    .collect(Collectors.toMap(Failure::network, Failure::ms, (_, later) -> later));
        }

        void failed(InetAddress address, long now) {
            String network = network(address);
            Map<String, Long> last = lastByNetwork(now);
            if (!last.containsKey(network) && last.size() == addresses) {
                String oldest = last.entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey();
                all = all.stream()
                        .filter(f -> !f.network.equals(oldest))
                        .collect(Collectors.toCollection(ArrayList::new));
            }
            all.add(new Failure(network, now));
        }

        long delayMs(InetAddress address, long now) {
            String network = network(address);
            long recent = all.stream()
                    .filter(f -> f.network.equals(network) && now - f.ms < 60_000)
                    .count();
            return recent < DELAYS.length ? DELAYS[(int) recent] : 10_000;
        }
    }

    private static InetAddress randomAddress(Random random, int networks) {
        int n = random.nextInt(networks);
        String literal =
                n % 2 == 0 ? "10.0.0.%d".formatted(n) : "2001:db8:0:%x:0:0:0:%x".formatted(n, random.nextInt(1 << 16));
        return InetAddress.ofLiteral(literal);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void delaysAsTheSlowModelDoes(long seed) {
        Random random = new Random(seed);
        int capacity = 1 + random.nextInt(8);
        var throttle = new Throttle(capacity);
        var model = new SlowModel(capacity);
        long now = random.nextInt(1_000_000);
        Map<Long, Integer> seen = new HashMap<>();
        for (int step = 0; step < 3_000; step++) {
            // strictly later, so that it is known whose last failure is the oldest
            now += 1 + (random.nextInt(50) == 0 ? random.nextInt(90_000) : random.nextInt(2_000));
            InetAddress address = randomAddress(random, 2 + capacity);
            if (random.nextInt(4) != 0) {
                throttle.failed(address, now);
                model.failed(address, now);
            }
            InetAddress asked = random.nextBoolean() ? address : randomAddress(random, 2 + capacity);
            long delay = throttle.delayMs(asked, now);
            String where = "seed %d, step %d, capacity %d, %s".formatted(seed, step, capacity, asked);
            assertEquals(model.delayMs(asked, now), delay, where);
            assertTrue(throttle.remembered() <= capacity, where);
            seen.merge(delay, 1, Integer::sum);
        }
        assertTrue(seen.size() >= 4, "seed %d: delays and how often they came: %s".formatted(seed, seen));
    }

    @ParameterizedTest(name = "{0} failures")
    @CsvSource({"0, 0", "4, 0", "5, 500", "6, 1000", "7, 2000", "8, 4000", "9, 8000", "10, 10000", "1000, 10000"})
    void theDelayGrowsWithFailuresUpToTenSeconds(int failures, long delay) {
        var throttle = new Throttle();
        for (int i = 0; i < failures; i++) {
            throttle.failed(HERE, 7);
        }
        assertEquals(delay, throttle.delayMs(HERE, 7));
        assertEquals(delay, throttle.delayMs(HERE, 60_006), "a minute is not over");
        assertEquals(0, throttle.delayMs(HERE, 60_007), "a minute is over");
        assertEquals(0, throttle.delayMs(InetAddress.ofLiteral("192.0.2.2"), 7), "another address");
    }

    @Test
    void memoryIsBoundedHoweverManyAddressesFail() {
        var throttle = new Throttle();
        for (int i = 0; i < 5; i++) {
            throttle.failed(HERE, i);
        }
        for (int i = 0; i < 100_000; i++) {
            throttle.failed(InetAddress.ofLiteral("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255)), 10);
            assertTrue(throttle.remembered() <= Throttle.ADDRESSES);
        }
        assertEquals(Throttle.ADDRESSES, throttle.remembered());
        assertEquals(0, throttle.delayMs(HERE, 10), "the oldest is forgotten");
        throttle.failed(HERE, 70_000);
        assertEquals(1, throttle.remembered(), "those of another minute are forgotten too");
    }

    @Test
    void roomForNoAddressIsRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Throttle(0));
        assertEquals("addresses is 0, must be 1 or more", e.getMessage());
    }
}
