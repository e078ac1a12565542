package bss.tools.job.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartTableTest {

    private static final int SEEDS = 100;
    private static final int STEPS = 10_000;
    private static final long LEASE_MS = 30;
    private static final Duration LEASE = Duration.ofMillis(LEASE_MS);
    private static final boolean[][] ADJACENT = ReticlesTest.adjacency();

    /// Random operations on a table and on plain arrays of who has what.
    private static final class Play {

        private final long seed;
        private final Random random;
        private PartTable table = new PartTable(LEASE);
        private final long[] holder = new long[48];
        private final boolean[] dirty = new boolean[48];
        private final Map<Long, Lease> held = new TreeMap<>();

        /// Also those that ended: nobody tells a client that crashed or was cut off.
        private final List<Lease> known = new ArrayList<>();

        private long now;
        private long lastToken;
        private long lent;

        private Play(long seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        private String place() {
            return "seed %d at %d".formatted(seed, now);
        }

        private FpgaSet free() {
            FpgaSet free = FpgaSet.NONE;
            for (int fpga = 0; fpga < 48; fpga++) {
                free = holder[fpga] == 0 && !dirty[fpga] ? free.plus(FpgaSet.of(fpga)) : free;
            }
            return free;
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> acquire();
                case 4, 5 -> renew();
                case 6, 7 -> release();
                case 8 -> expire();
                case 9, 10, 11, 12, 13 -> clean();
                case 14 -> now += random.nextInt(12);
                default -> {
                    if (random.nextInt(100) == 0) {
                        crash();
                    }
                }
            }
            check();
        }

        private void acquire() {
            Claim claim = claim();
            FpgaSet keepFree = random.nextBoolean() ? FpgaSet.NONE : few();
            boolean fits = fits(claim, free().minus(keepFree));
            assertEquals(fits, table.fits(claim, keepFree), this::place);
            Optional<Lease> lease = table.acquire(random.nextInt(1000), claim, keepFree, now);
            assertEquals(fits, lease.isPresent(), () -> place() + ": " + claim);
            lease.ifPresent(given -> {
                assertTrue(given.token() > lastToken, () -> place() + ": token " + given.token());
                assertEquals(now + LEASE_MS, given.untilMs(), this::place);
                assertEquals(claim.size(), given.parts().size(), this::place);
                assertTrue(free().minus(keepFree).containsAll(given.parts()), () -> place() + ": lent twice");
                lastToken = given.token();
                given.parts().stream().forEach(fpga -> {
                    holder[fpga] = given.token();
                    dirty[fpga] = true;
                });
                held.put(given.token(), given);
                known.add(given);
                lent++;
            });
        }

        private Claim claim() {
            return switch (random.nextInt(5)) {
                case 0 -> Claim.any();
                case 1, 2 -> new Claim.Given(few().plus(FpgaSet.of(random.nextInt(48))));
                default -> Claim.contiguous(1 + random.nextInt(random.nextInt(10) == 0 ? 48 : 6));
            };
        }

        private FpgaSet few() {
            FpgaSet few = FpgaSet.NONE;
            for (int count = random.nextInt(6); count > 0; count--) {
                few = few.plus(FpgaSet.of(random.nextInt(48)));
            }
            return few;
        }

        private static boolean fits(Claim claim, FpgaSet free) {
            return switch (claim) {
                case Claim.Any _ -> true;
                case Claim.Given given -> free.containsAll(given.fpgas());
                case Claim.Contiguous some -> ReticlesTest.largestPiece(ADJACENT, free) >= some.count();
            };
        }

        /// One of the last that were given, whether it still holds or not.
        private Optional<Lease> someLease() {
            int back = 1 + random.nextInt(12);
            return back > known.size() ? Optional.empty() : Optional.of(known.get(known.size() - back));
        }

        private void renew() {
            someLease().ifPresent(lease -> {
                Lease mine = held.get(lease.token());
                Optional<Lease> renewed = table.renew(lease, now);
                assertEquals(mine != null && now < mine.untilMs(), renewed.isPresent(), this::place);
                renewed.ifPresent(longer -> {
                    Lease expected = new Lease(lease.token(), lease.job(), lease.parts(), now + LEASE_MS);
                    assertEquals(expected, longer, this::place);
                    held.put(lease.token(), longer);
                });
            });
        }

        private void release() {
            someLease().ifPresent(lease -> {
                assertEquals(held.containsKey(lease.token()), table.release(lease), this::place);
                end(lease.token());
            });
        }

        private void expire() {
            List<Lease> over = held.values().stream()
                    .filter(lease -> lease.untilMs() <= now)
                    .sorted((a, b) -> a.untilMs() == b.untilMs()
                            ? Long.compare(a.token(), b.token())
                            : Long.compare(a.untilMs(), b.untilMs()))
                    .toList();
            assertEquals(over, table.expire(now), this::place);
            over.forEach(lease -> end(lease.token()));
        }

        private void end(long token) {
            held.remove(token);
            for (int fpga = 0; fpga < 48; fpga++) {
                holder[fpga] = holder[fpga] == token ? 0 : holder[fpga];
            }
        }

        private void clean() {
            int fpga = random.nextInt(48);
            assertEquals(holder[fpga] == 0, table.cleaned(fpga), this::place);
            dirty[fpga] &= holder[fpga] != 0;
        }

        /// The service starts again and knows only the last token.
        private void crash() {
            table = PartTable.afterCrash(LEASE, table.lastToken());
            held.clear();
            for (int fpga = 0; fpga < 48; fpga++) {
                holder[fpga] = 0;
                dirty[fpga] = true;
            }
        }

        private void check() {
            assertEquals(free(), table.free(), this::place);
            assertEquals(lastToken, table.lastToken(), this::place);
            int fpga = random.nextInt(48);
            assertEquals(
                    Optional.ofNullable(held.get(holder[fpga])), table.holder(fpga), () -> place() + ", FPGA " + fpga);
            assertEquals(dirty[fpga] && holder[fpga] == 0, table.dirty().contains(fpga), this::place);
            someLease().ifPresent(lease -> {
                boolean near =
                        lease.parts().contains(fpga) || lease.parts().stream().anyMatch(part -> ADJACENT[part][fpga]);
                boolean mine = holder[fpga] == 0 || holder[fpga] == lease.token();
                assertEquals(near && mine, table.toReset(lease).contains(fpga), () -> place() + ", FPGA " + fpga);
            });
        }

        /// Everybody vanishes.
        private void finish() {
            now += LEASE_MS;
            expire();
            for (int fpga = 0; fpga < 48; fpga++) {
                assertTrue(table.cleaned(fpga), this::place);
            }
            assertEquals(FpgaSet.ALL, table.free(), () -> place() + ": leaked");
            assertEquals(List.of(), table.leases(), () -> place() + ": leaked");
        }
    }

    @Test
    void aMillionRandomOperationsLendNothingTwiceAndLeakNothing() {
        long lent = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = new Play(seed);
            for (int step = 0; step < STEPS; step++) {
                play.step();
            }
            play.finish();
            lent += play.lent;
        }
        assertTrue(lent > SEEDS * STEPS / 20, "only " + lent + " leases");
    }

    @Test
    void aPartIsLentAgainOnlyWhenItIsClean() {
        PartTable table = new PartTable(LEASE);
        Lease lease = table.acquire(1, Claim.given(3), 0).orElseThrow();
        assertFalse(table.cleaned(3));
        assertTrue(table.release(lease));
        assertFalse(table.fits(Claim.given(3), FpgaSet.NONE));
        assertEquals(FpgaSet.of(3), table.dirty());
        assertTrue(table.cleaned(3));
        assertTrue(table.fits(Claim.given(3), FpgaSet.NONE));
    }

    @Test
    void aLeaseWhoseTimeIsOverIsNotRenewedEvenBeforeItsEndIsTold() {
        PartTable table = new PartTable(LEASE);
        Lease lease = table.acquire(1, Claim.given(3), 0).orElseThrow();
        assertTrue(table.renew(lease, LEASE_MS - 1).isPresent());
        assertEquals(Optional.empty(), table.renew(lease, 2 * LEASE_MS - 1));
        assertEquals(1, table.holder(3).orElseThrow().job());
        assertEquals(List.of(), table.expire(2 * LEASE_MS - 2));
        assertEquals(1, table.expire(2 * LEASE_MS - 1).size());
    }

    @Test
    void whatNeedsResetLeavesOutWhatOthersHold() {
        PartTable table = new PartTable(LEASE);
        int neighbour = Reticles.neighbours(FpgaSet.of(20)).toList().getFirst();
        Lease lease = table.acquire(1, Claim.given(20), 0).orElseThrow();
        assertTrue(table.toReset(lease).contains(neighbour));
        Lease other = table.acquire(2, Claim.given(neighbour), 0).orElseThrow();
        assertFalse(table.toReset(lease).contains(neighbour));
        assertTrue(table.toReset(lease).contains(20));
        assertFalse(table.toReset(other).contains(20));
        assertTrue(table.release(lease));
        assertTrue(table.toReset(other).contains(20));
    }

    @Test
    void aLeaseLastsAtLeastAMillisecond() {
        assertThrows(IllegalArgumentException.class, () -> new PartTable(Duration.ZERO));
    }
}
