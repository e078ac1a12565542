package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.client.Connection;
import bss.tools.job.client.ServerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ServerOptionsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Command
    private static final class Any {
        @Mixin
        private ServerOptions server = new ServerOptions();
    }

    private static Connection connection(Map<String, String> environment, String... args) {
        Any any = new Any();
        var _ = new CommandLine(any).parseArgs(args);
        return any.server.connection(environment::get);
    }

    @Test
    void theEnvironmentSaysWhatOptionsDoNot() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "  in-file\n");
        Map<String, String> all = Map.of(
                "BSS_SERVER",
                "[::1]:4800",
                "BSS_TOKEN",
                "in-environment",
                "BSS_CA",
                "ca",
                "BSS_CERT",
                "c",
                "BSS_KEY",
                "k");
        Connection c = connection(all);
        assertEquals(new ServerAddress("::1", 4800), c.server());
        assertEquals("in-environment", c.token());
        assertEquals(Optional.of(Path.of("ca")), c.authorities());
        assertEquals(Optional.of(Path.of("k")), c.key());
        c = connection(all, "--server", "h:1", "--token-file", file.toString(), "--ca", "other");
        assertEquals(new ServerAddress("h", 1), c.server());
        assertEquals("in-file", c.token());
        assertEquals(Optional.of(Path.of("other")), c.authorities());
        assertEquals(
                "in-file",
                connection(Map.of("BSS_SERVER", "h:1", "BSS_TOKEN_FILE", file.toString()))
                        .token());
    }

    @Test
    void whatIsMissingIsNamedAndNoTokenIsShown() throws Exception {
        refused("BSS_SERVER", Map.of("BSS_TOKEN", "t", "BSS_SERVER", " "));
        refused("--token-file", Map.of("BSS_SERVER", "h:1"));
        refused("need each other", Map.of("BSS_SERVER", "h:1", "BSS_TOKEN", "t", "BSS_KEY", "k"));
        Failure e = refused("BSS_TOKEN", Map.of("BSS_SERVER", "h:1", "BSS_TOKEN", "secret words"));
        assertTrue(!String.valueOf(e.getMessage()).contains("secret"), e.getMessage());
    }

    private static Failure refused(String words, Map<String, String> environment) {
        Failure e = assertThrows(Failure.class, () -> connection(environment));
        assertEquals(Failure.USAGE, e.exitCode());
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
        return e;
    }
}
