package bss.tools.job.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Lends the FPGAs of one wafer with their reticles, each to one job at a time.
///
/// ```
/// clean -- acquire --> lent -- release, expire --> dirty -- cleaned --> clean
/// ```
///
/// A lease lasts for a set time after it was acquired or last renewed. What is lent stays so until it is released
/// or [#expire] tells that the lease ended, so that nobody loses parts unheard.
public final class PartTable {

    private static final Comparator<Lease> BY_END =
            Comparator.comparingLong(Lease::untilMs).thenComparingLong(Lease::token);

    private final long leaseMs;
    private final Map<Long, Lease> byToken = new HashMap<>();
    private final TreeSet<Lease> byEnd = new TreeSet<>(BY_END);
    private FpgaSet lent = FpgaSet.NONE;
    private FpgaSet dirty;
    private long lastToken;

    private PartTable(Duration lease, long lastToken, FpgaSet dirty) {
        if (lease.toMillis() < 1) {
            throw new IllegalArgumentException("the lease lasts %s, must be at least 1 ms".formatted(lease));
        }
        leaseMs = lease.toMillis();
        this.lastToken = lastToken;
        this.dirty = dirty;
    }

    /// A wafer all of whose parts are clean and free.
    ///
    /// @param lease how long one lasts, at least 1 ms
    public PartTable(Duration lease) {
        this(lease, 0, FpgaSet.NONE);
    }

    /// A wafer of whose parts nobody knows what they were used for, as after a crash: nothing is lent and all is
    /// dirty.
    ///
    /// @param lastToken the highest token known to have been given: new ones are higher
    public static PartTable afterCrash(Duration lease, long lastToken) {
        return new PartTable(lease, lastToken, FpgaSet.ALL);
    }

    /// Whether a claim could be met now from what is free, without touching `keepFree`.
    public boolean fits(Claim claim, FpgaSet keepFree) {
        FpgaSet free = free().minus(keepFree);
        return switch (claim) {
            case Claim.Any _ -> true;
            case Claim.Given given -> free.containsAll(given.fpgas());
            case Claim.Contiguous contiguous -> Reticles.fits(free, contiguous.count());
        };
    }

    /// Lends what a job claims, if it is free and clean.
    public Optional<Lease> acquire(long job, Claim claim, long nowMs) {
        return acquire(job, claim, FpgaSet.NONE, nowMs);
    }

    /// Lends what a job claims, if it is free, clean and not of `keepFree`.
    public Optional<Lease> acquire(long job, Claim claim, FpgaSet keepFree, long nowMs) {
        Optional<Lease> lease =
                choose(claim, keepFree).map(parts -> new Lease(lastToken + 1, job, parts, endOf(nowMs)));
        lease.ifPresent(given -> {
            lastToken = given.token();
            lent = lent.plus(given.parts());
            dirty = dirty.plus(given.parts());
            keep(given);
        });
        return lease;
    }

    /// Makes a lease last longer, counted from now; refused, with an empty answer, if it has ended.
    public Optional<Lease> renew(Lease lease, long nowMs) {
        Lease held = byToken.get(lease.token());
        if (held == null || held.untilMs() <= nowMs) {
            return Optional.empty();
        }
        Lease renewed = new Lease(held.token(), held.job(), held.parts(), Math.max(held.untilMs(), endOf(nowMs)));
        byEnd.remove(held);
        keep(renewed);
        return Optional.of(renewed);
    }

    /// Gives back all parts of a lease, which are dirty then; refused, with `false`, if it has ended.
    public boolean release(Lease lease) {
        Lease held = byToken.get(lease.token());
        if (held == null) {
            return false;
        }
        end(held);
        return true;
    }

    /// Ends the leases whose time is over, and tells which these are, the earliest end first.
    public List<Lease> expire(long nowMs) {
        List<Lease> ended = new ArrayList<>();
        while (!byEnd.isEmpty() && byEnd.first().untilMs() <= nowMs) {
            Lease lease = byEnd.first();
            end(lease);
            ended.add(lease);
        }
        return ended;
    }

    /// What can be lent: neither lent nor dirty.
    public FpgaSet free() {
        return FpgaSet.ALL.minus(lent).minus(dirty);
    }

    /// What was lent and has to be reset before it is lent again.
    public FpgaSet dirty() {
        return dirty.minus(lent);
    }

    /// Tells that a part was reset; refused, with `false`, if it is lent.
    public boolean cleaned(int fpga) {
        if (lent.contains(fpga)) {
            return false;
        }
        dirty = dirty.minus(FpgaSet.of(fpga));
        return true;
    }

    /// What has to be reset before and after the use of a lease: its parts and those next to them, whose
    /// repeaters could drive into it. What another lease holds is left out: to reset it would break that one.
    public FpgaSet toReset(Lease lease) {
        Lease held = byToken.get(lease.token());
        FpgaSet ofOthers = held == null ? lent : lent.minus(held.parts());
        return lease.parts().plus(Reticles.neighbours(lease.parts())).minus(ofOthers);
    }

    /// The lease that a part (0 to 47) belongs to.
    public Optional<Lease> holder(int fpga) {
        if (!lent.contains(fpga)) {
            return Optional.empty();
        }
        return byEnd.stream().filter(lease -> lease.parts().contains(fpga)).findFirst();
    }

    /// All leases, the one that ends first ahead.
    public List<Lease> leases() {
        return List.copyOf(byEnd);
    }

    /// The highest token given so far: to be stored, for [#afterCrash].
    public long lastToken() {
        return lastToken;
    }

    private Optional<FpgaSet> choose(Claim claim, FpgaSet keepFree) {
        FpgaSet free = free().minus(keepFree);
        return switch (claim) {
            case Claim.Any _ -> Optional.of(FpgaSet.NONE);
            case Claim.Given given -> Optional.of(given.fpgas()).filter(free::containsAll);
            case Claim.Contiguous contiguous -> Reticles.choose(free, contiguous.count());
        };
    }

    private long endOf(long nowMs) {
        return nowMs > Long.MAX_VALUE - leaseMs ? Long.MAX_VALUE : nowMs + leaseMs;
    }

    private void keep(Lease lease) {
        byToken.put(lease.token(), lease);
        byEnd.add(lease);
    }

    private void end(Lease lease) {
        byToken.remove(lease.token());
        byEnd.remove(lease);
        lent = lent.minus(lease.parts());
    }
}
