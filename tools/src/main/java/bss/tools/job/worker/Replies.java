package bss.tools.job.worker;

import bss.tools.job.v1.WorkerReply;
import java.io.IOException;
import java.io.OutputStream;

/// Writes replies, one at a time. Without its parent a worker has nothing left to do, so a broken pipe ends it.
final class Replies {

    private final OutputStream out;

    Replies(OutputStream out) {
        this.out = out;
    }

    synchronized void write(WorkerReply reply) {
        try {
            reply.writeDelimitedTo(out);
            out.flush();
        } catch (IOException e) {
            Runtime.getRuntime().halt(0);
        }
    }
}
