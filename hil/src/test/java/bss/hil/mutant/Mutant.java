package bss.hil.mutant;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.emulator.silicon.Silicon;
import bss.hil.FrameFault;
import bss.hil.bench.Profile;
import bss.hil.mutant.FaultyWafer.SessionFault;
import bss.hil.run.Verdict;
import bss.hil.wire.Endpoint;
import bss.proto.link.LinkLimits;
import bss.spec.backend.WaferBackend;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// An endpoint with one planted fault.
///
/// @param id M and two or three digits
/// @param target the test that must catch it
/// @param fault what is broken, in a sentence
/// @param profile the smallest in which the target catches it
/// @param ends the endpoint dies, hangs or garbles: the verdict may be ERROR
/// @param plant makes the endpoint's parts anew
record Mutant(String id, String target, String fault, Profile profile, boolean ends, Supplier<Plant> plant) {

    /// The parts of an endpoint.
    ///
    /// @param wafer that is served
    /// @param frames faults of a relay in front of the server, a new one for each connection, which gets
    ///     the endpoint with its tokens; empty without a relay
    /// @param limits of the server
    record Plant(WaferBackend wafer, Optional<Function<Endpoint, Supplier<FrameFault>>> frames, LinkLimits limits) {}

    /// Times of a session that outlives its connection in tests: short enough to wait for.
    static final LinkLimits LIMITS = LinkLimits.DEFAULT.withMillis(10_000, 30_000, 300_000, 1000);

    Mutant {
        if (!id.matches("M[0-9]{2,3}") || !target.matches("[A-Z][0-9]{2}")) {
            throw new IllegalArgumentException(
                    "mutant %s of test %s, must be M and two or three digits, and a letter and two digits"
                            .formatted(id, target));
        }
    }

    /// In smoke size.
    static Mutant mutant(String id, String target, String fault, Supplier<Plant> plant) {
        return new Mutant(id, target, fault, Profile.SMOKE, false, plant);
    }

    /// The same, for a target that needs its full size to see it.
    Mutant inFull() {
        return new Mutant(id, target, fault, Profile.FULL, ends, plant);
    }

    /// The same, where the verdict may be ERROR.
    Mutant ending() {
        return new Mutant(id, target, fault, profile, true, plant);
    }

    /// Whether a verdict says that something is wrong.
    boolean isCaught(Verdict verdict) {
        return verdict == Verdict.FAIL || (ends && verdict == Verdict.ERROR);
    }

    /// One thread: two would wait for each other where others compute too.
    static EmulatedWafer ideal() {
        return EmulatedWafer.ideal(EmulatorOptions.DEFAULT);
    }

    /// A fault in the sessions of an ideal wafer.
    static Supplier<Plant> session(Supplier<SessionFault> fault) {
        return () -> new Plant(new FaultyWafer(ideal(), fault.get()), Optional.empty(), LIMITS);
    }

    /// A fault in the circuits.
    static Supplier<Plant> silicon(Silicon silicon) {
        return () -> new Plant(EmulatedWafer.of(silicon, EmulatorOptions.DEFAULT), Optional.empty(), LIMITS);
    }

    /// A fault on the link to an ideal wafer.
    ///
    /// @param fault of each connection
    static Supplier<Plant> frames(Supplier<FrameFault> fault) {
        return () -> new Plant(ideal(), Optional.of(_ -> fault), LIMITS);
    }

    /// A fault on the link that connections have in common.
    ///
    /// @param fault what they share; makes the fault of each
    static Supplier<Plant> sharedFrames(Supplier<Supplier<FrameFault>> fault) {
        return () -> {
            Supplier<FrameFault> each = fault.get();
            return new Plant(ideal(), Optional.of(_ -> each), LIMITS);
        };
    }

    /// The endpoint without a fault.
    static Plant healthy() {
        return new Plant(ideal(), Optional.empty(), LIMITS);
    }

    @Override
    public String toString() {
        return "%s (%s): %s".formatted(id, target, fault);
    }
}
