package bss.hil.bench;

import bss.hil.wire.RawLink;
import bss.hil.wire.Tap;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// What a test works with. Everything goes through the bench's tap, which records it and can disturb it. What a test
/// opens the bench closes; then it checks that the parts are as after a reset.
public interface Bench {

    /// The FPGAs that may be used, ascending, each with the eight chips of its reticle.
    int[] fpgas();

    /// The chips of [#fpgas], ascending.
    int[] hicanns();

    /// What the endpoint says that it is and can do.
    Capabilities capabilities();

    Profile profile();

    /// A size by profile.
    default int size(int smoke, int full, int soak) {
        return switch (profile()) {
            case SMOKE -> smoke;
            case FULL -> full;
            case SOAK -> soak;
        };
    }

    /// Random numbers that depend on the run's seed, the test and `what` alone.
    SplittableRandom random(String what);

    /// Limits by kind of endpoint, from a file.
    Tolerances tolerances();

    /// The relay in front of the endpoint: cuts, delays, splits what passes, and tells what did.
    Tap tap();

    /// A host of the endpoint, through the tap.
    default LinkClient client() throws BackendException {
        return client(LinkOptions.DEFAULT);
    }

    /// Another host.
    LinkClient client(LinkOptions options) throws BackendException;

    /// A session with all parts, of a host of its own.
    default WaferSession open() throws BackendException {
        return open(Lease.of(fpgas()));
    }

    /// A session with some of the parts, of a host of its own.
    WaferSession open(Lease lease) throws BackendException;

    /// A connection that sends and takes bare messages, through the tap.
    RawLink raw() throws IOException;

    /// The token that hosts of this run show; empty if the endpoint wants none.
    String token();

    /// A token like [#token] that has expired; empty if the run was given none.
    default Optional<String> expiredToken() {
        return Optional.empty();
    }

    /// Configures, and counts the floating gates that this writes.
    ///
    /// @throws Violation if the run's budget of writes is used up: never on an emulator
    void configure(WaferSession session, WaferConfiguration configuration, Set<ConfigurationStage> stages)
            throws BackendException, Violation;

    /// A figure for the report.
    void figure(String name, double value, String unit);

    /// A remark for the report: what was left out and why.
    void note(String remark);

    /// How much of the test is done, for people who wait.
    ///
    /// @param fraction 0 to 1
    void progress(double fraction);

    /// Demands that a promise is kept.
    ///
    /// @param message with the place, the value and what would be right
    default void demand(boolean kept, Supplier<String> message) throws Violation {
        if (!kept) {
            throw new Violation(message.get());
        }
    }
}
