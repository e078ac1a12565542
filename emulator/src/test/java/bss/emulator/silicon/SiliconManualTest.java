package bss.emulator.silicon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The manual's table against the one that the silicon uses.
class SiliconManualTest {

    @Test
    void theManualHasTheTableOfSizes() throws Exception {
        Path manual = Path.of("..", "docs", "silicon.md");
        String table = SiliconTable.markdown();
        assertTrue(Files.readString(manual).contains(table), "docs/silicon.md must contain\n" + table);
    }
}
