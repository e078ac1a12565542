package bss.proto.link;

import bss.proto.v1.Answer;
import bss.proto.v1.Chip;
import bss.proto.v1.Failed;
import bss.proto.v1.Fpga;
import bss.proto.v1.Open;
import bss.proto.v1.Opened;
import bss.proto.v1.Request;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// The backend's side of a session: opens, does the requests one by one, closes. All in the session's own thread.
final class SessionWork {

    private static final System.Logger LOG = System.getLogger(SessionWork.class.getName());

    /// What the work must know of its session.
    interface Owner {

        /// The next block of the request under way, waiting for it.
        Execution.Upload upload();

        /// An advance begins, which may be interrupted from now on.
        void advancing();

        /// The advance is over; an interrupt that came too late is forgotten.
        void advanced();

        /// Whether nobody can go on with the session.
        boolean ended();

        /// What arrived breaks the protocol.
        void refuse(FrameException e);
    }

    private final WaferBackend backend;
    private final LinkLimits limits;
    private final long id;
    private final Owner owner;
    private @Nullable WaferSession session;

    /// @param id for messages
    SessionWork(WaferBackend backend, LinkLimits limits, long id, Owner owner) {
        this.backend = backend;
        this.limits = limits;
        this.id = id;
        this.owner = owner;
    }

    /// Whether the backend's session is open.
    boolean isOpen() {
        return session != null;
    }

    /// The cycle that the next advance starts with, 0 if none can.
    long now() {
        WaferSession at = session;
        return at == null ? 0 : at.now();
    }

    /// Does a request; whatever goes wrong is the answer.
    Execution.Outcome execute(Request todo) throws InterruptedException {
        try {
            WaferSession at = session;
            if (todo.hasOpen()) {
                return open(todo.getOpen());
            }
            if (at == null) {
                throw new BackendException("session is closed");
            }
            if (todo.hasClose()) {
                session = null;
                at.close();
                return Execution.done();
            }
            return run(at, todo);
        } catch (BackendException e) {
            return failed(Failed.Kind.BACKEND, e);
        } catch (IllegalArgumentException e) {
            return failed(Failed.Kind.ARGUMENT, e);
        } catch (FrameException e) {
            owner.refuse(e);
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            LOG.log(Level.ERROR, "session %d: %s failed".formatted(id, todo.getBodyCase()), e);
            return failed(Failed.Kind.FAULT, e);
        }
    }

    private Execution.Outcome run(WaferSession at, Request todo) throws BackendException, InterruptedException {
        Execution execution = new Execution(at, limits);
        if (!todo.hasAdvance()) {
            return execution.run(todo, owner.upload());
        }
        owner.advancing();
        try {
            return execution.run(todo, owner.upload());
        } catch (InterruptedException e) {
            if (owner.ended()) {
                throw e;
            }
            return failed(Failed.Kind.INTERRUPTED, e);
        } finally {
            owner.advanced();
        }
    }

    private static Execution.Outcome failed(Failed.Kind kind, Throwable e) {
        String message = kind == Failed.Kind.FAULT ? e.toString() : String.valueOf(e.getMessage());
        return new Execution.Outcome(
                Answer.newBuilder().setFailed(Failed.newBuilder().setKind(kind).setMessage(message)), Blocks.NONE);
    }

    private Execution.Outcome open(Open open) throws BackendException {
        int[] fpgas = open.getFpgasList().stream().mapToInt(Integer::intValue).toArray();
        if (fpgas.length == 0) {
            throw new BackendException("lease names no FPGA, must name at least one");
        }
        Lease lease = Lease.of(fpgas);
        session = backend.open(lease);
        Opened.Builder opening = Opened.newBuilder().setSession(id);
        for (int fpga : lease.fpgas()) {
            opening.addFpgas(fpga(fpga));
        }
        return new Execution.Outcome(Answer.newBuilder().setOpened(opening), Blocks.NONE);
    }

    private static Fpga fpga(int fpga) {
        Fpga.Builder message = Fpga.newBuilder().setFpga(fpga).setJtagId(Protocol.FPGA_JTAG_ID);
        for (int h = 0; h < WaferConfiguration.HICANNS; h++) {
            if (WaferTopology.fpga(h) == fpga) {
                message.addChips(Chip.newBuilder()
                        .setHicann(h)
                        .setJtagId(Protocol.HICANN_JTAG_ID)
                        .setLinkUp(true));
            }
        }
        return message.build();
    }

    /// Closes the backend's session, if it is open.
    void close() {
        WaferSession at = session;
        session = null;
        if (at != null) {
            // an interrupt that ended the session must not stop its clean-up
            Thread.interrupted();
            try {
                at.close();
            } catch (BackendException | RuntimeException e) {
                LOG.log(Level.WARNING, "session %d does not close: %s".formatted(id, e.getMessage()));
            }
        }
    }
}
