package bss.tools.job.queue;

import bss.proto.link.LinkClient;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import bss.tools.job.schedule.FpgaSet;
import bss.tools.job.worker.SharedWafer;
import java.lang.System.Logger.Level;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Has the FPGAs that jobs gave back reset, with the chips of their reticles, before others get them: each is taken,
/// which resets it, and looked at. That goes on until it succeeds: the session of a worker that died holds its FPGAs
/// until the wafer gives it up.
final class Resets implements AutoCloseable {

    private static final long PAUSE_MS = 500;

    private static final System.Logger LOG = System.getLogger(Resets.class.getName());

    private final SharedWafer wafer;
    private final IntConsumer cleaned;
    private final Thread thread;
    private FpgaSet dirty = FpgaSet.NONE;
    private @Nullable LinkClient client;

    /// @param cleaned told of each FPGA that is as after a reset
    Resets(SharedWafer wafer, IntConsumer cleaned) {
        this.wafer = wafer;
        this.cleaned = cleaned;
        thread = Thread.ofPlatform().daemon().name("resets").start(this::work);
    }

    /// Nobody uses these any more.
    synchronized void add(FpgaSet parts) {
        dirty = dirty.plus(parts);
        notifyAll();
    }

    private synchronized FpgaSet await() throws InterruptedException {
        while (dirty.isEmpty()) {
            wait();
        }
        return dirty;
    }

    private void work() {
        String told = "";
        try {
            while (true) {
                for (int fpga : await().toList()) {
                    try {
                        reset(fpga);
                        synchronized (this) {
                            dirty = dirty.minus(FpgaSet.of(fpga));
                        }
                        cleaned.accept(fpga);
                        told = "";
                    } catch (BackendException e) {
                        String why = String.valueOf(e.getMessage());
                        if (!why.equals(told)) {
                            LOG.log(Level.WARNING, "FPGA {0} waits for its reset: {1}", fpga, why);
                            told = why;
                        }
                        Thread.sleep(PAUSE_MS);
                    }
                }
            }
        } catch (InterruptedException e) {
            // the server ends
        } finally {
            leave();
        }
    }

    private void reset(int fpga) throws BackendException {
        LinkClient host = client;
        if (host == null) {
            host = wafer.connect();
            client = host;
        }
        try (WaferSession session = host.open(Lease.of(fpga))) {
            WaferConfiguration left = session.readBack();
            if (left.usedHicanns().length > 0) {
                throw new BackendException("it was taken and is not as after a reset");
            }
        } catch (BackendException e) {
            leave();
            throw e;
        }
    }

    private void leave() {
        LinkClient host = client;
        client = null;
        if (host != null) {
            host.close();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
