package bss.tools.job.worker;

import bss.tools.job.v1.WorkerRequest;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A worker process: reads `bss.v1.WorkerRequest`s from its standard input, writes `bss.v1.WorkerReply`s to its
/// standard
/// output, and ends when its input does: with its parent, however that ends.
public final class WorkerMain {

    /// The line after which there are replies alone: Java may print something before it.
    static final String READY = "bss-worker ready";

    private WorkerMain() {}

    public static void main(String[] args) throws IOException {
        // Ctrl-C at a terminal comes to the server's workers too: it is for the server, which ends them
        Runtime.getRuntime().addShutdownHook(new Thread(WorkerMain::waitForEver, "signals"));
        OutputStream replies = new BufferedOutputStream(System.out);
        // whatever else is printed must not look like a reply
        System.setOut(System.err);
        replies.write((READY + "\n").getBytes(StandardCharsets.UTF_8));
        replies.flush();
        try {
            serve(new BufferedInputStream(System.in), new Replies(replies));
        } finally {
            // nothing that it still does is wanted
            Runtime.getRuntime().halt(0);
        }
    }

    private static void waitForEver() {
        Uninterruptibles.awaitUninterruptibly(new CountDownLatch(1));
    }

    private static void serve(InputStream requests, Replies replies) throws IOException {
        ConcurrentHashMap<String, Attempt> attempts = new ConcurrentHashMap<>();
        while (true) {
            WorkerRequest request = WorkerRequest.parseDelimitedFrom(requests);
            if (request == null) {
                return;
            }
            String name = request.getName();
            Attempt attempt = attempts.computeIfAbsent(name, n -> new Attempt(n, replies));
            switch (request.getBodyCase()) {
                case CARRY_OUT -> attempt.start(request.getCarryOut(), () -> attempts.remove(name));
                case STOP -> attempt.stop();
                case CANCEL -> attempt.cancel();
                case BODY_NOT_SET -> throw new IOException("a request without a body");
            }
        }
    }
}
