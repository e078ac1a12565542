package bss.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// What happens on Ctrl-C: half-written files go, one line says so; the JVM exits with 130 by itself.
final class Interruption {

    static final int EXIT_CODE = 130;

    /// How long Ctrl-C waits for a file that is being written before it removes it all the same.
    private static final long PATIENCE_SECONDS = 10;

    private static final Set<Path> HALF_WRITTEN = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean FINISHED = new AtomicBoolean();
    private static final ReentrantLock FILES = new ReentrantLock();

    private static volatile String message = "interrupted, nothing was written";

    private Interruption() {}

    /// From now on Ctrl-C is heeded.
    static void heed() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::cleanUp, "clean-up"));
    }

    /// Until [#allow()] files may change, and Ctrl-C waits.
    static void hold() {
        FILES.lock();
    }

    static void allow() {
        FILES.unlock();
    }

    /// From now on `file` is removed if the process ends.
    static void guard(Path file) {
        HALF_WRITTEN.add(file);
    }

    /// From now on a signal is how the command ends: `last` is done, then the JVM exits with 0.
    static void endsWith(Runnable last) {
        FINISHED.set(true);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            last.run();
                            // a signal's own code would call a clean end a failure
                            Runtime.getRuntime().halt(0);
                        },
                        "end"));
    }

    /// What an interruption leaves, for its message.
    static void leaves(String what) {
        message = "interrupted, " + what;
    }

    /// What to say of an interruption.
    static String message() {
        return message;
    }

    /// `file` is whole, or gone.
    static void release(Path file) {
        HALF_WRITTEN.remove(file);
    }

    /// The command has done what it was to do, or has said why not.
    static void finished() {
        FINISHED.set(true);
    }

    /// Keeps the lock, so that the command, which still runs, writes nothing any more.
    @SuppressWarnings("LockNotBeforeTry")
    private static void cleanUp() {
        try {
            if (!FILES.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("a file is still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Path file : HALF_WRITTEN) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.err.println("could not remove " + file + ": " + e.getMessage());
            }
        }
        if (!FINISHED.get()) {
            System.err.println(message);
        }
    }
}
