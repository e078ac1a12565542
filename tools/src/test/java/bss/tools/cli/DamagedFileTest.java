package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A configuration of which a bit flipped is refused before it is used.
class DamagedFileTest {

    private static final long SEED = 1_000;
    private static final int BITS = 1_000;
    private static final Path EXAMPLE = Path.of("../examples/adex-adaptation.json");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aMappingWithAnyOfAThousandBitsFlippedIsRefusedByItsHashAndName() throws Exception {
        Path good = folder.resolve("good.bssmap");
        StringWriter said = new StringWriter();
        int code = new CommandLine(new MapCommand())
                .setErr(new PrintWriter(said))
                .setOut(new PrintWriter(said))
                .execute(EXAMPLE.toString(), "-o", good.toString());
        assertEquals(0, code, said.toString());
        byte[] bytes = Files.readAllBytes(good);
        Random random = new Random(SEED);
        Path damaged = folder.resolve("damaged.bssmap");
        for (int k = 0; k < BITS; k++) {
            int bit = random.nextInt(8 * bytes.length);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(damaged, bytes);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            String what = "seed %d, bit %d".formatted(SEED, bit);
            String message = String.valueOf(assertThrows(Failure.class, () -> Inputs.networkOrMapping(damaged), what)
                    .getMessage());
            assertTrue(message.contains("damaged.bssmap"), what + ": " + message);
        }
        assertEquals(1, Inputs.networkOrMapping(good).mapping().stream().count());
    }
}
