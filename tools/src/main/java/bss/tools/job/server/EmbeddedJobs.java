package bss.tools.job.server;

import bss.tools.result.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A server of jobs as the child of the program that uses it. Prints one line of JSON with its port and a token that is
/// its own, and ends when its standard input does: with its parent, however that ends.
///
/// Give it a folder for temporary files of its own with `-Djava.io.tmpdir`: one whose name begins with `bss-` is made
/// if need be, and removed at the end.
public final class EmbeddedJobs {

    private static final String OWN_FOLDER = "bss-";
    private static final int TOKEN_BYTES = 32;

    /// For engines to let go of their files.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /// After that the process ends whatever holds it up: a parent waits 2 s.
    private static final Duration LAST = Duration.ofMillis(1_800);

    private EmbeddedJobs() {}

    public static void main(String[] args) throws IOException {
        PrintStream parent = System.out;
        // whatever else is printed must not look like the line that the parent reads
        System.setOut(System.err);
        ownTemporaryFolder();
        String token = token();
        // not closed: the end of the process does that, sooner
        JobServer server = new JobServer(new Engines(), JobServer.Settings.local(token));
        parent.println("{\"port\": %d, \"token\": \"%s\", \"version\": \"%s\"}"
                .formatted(server.port(), token, Version.current()));
        parent.flush();
        awaitEnd(System.in);
        haltIfSlow();
        server.endJobs(PATIENCE);
        System.exit(0);
    }

    private static void awaitEnd(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // as good as the end
        }
    }

    private static void haltIfSlow() {
        Thread.ofPlatform().daemon().name("halt").start(() -> {
            try {
                Thread.sleep(LAST);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
    }

    private static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static void ownTemporaryFolder() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        if (String.valueOf(folder.getFileName()).startsWith(OWN_FOLDER)) {
            Files.createDirectories(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "clean-up"));
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> inside = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : inside) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not remove " + folder + ": " + e.getMessage());
        }
    }
}
