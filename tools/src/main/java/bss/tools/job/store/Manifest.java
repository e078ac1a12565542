package bss.tools.job.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a copy with their hashes, written as `sha256sum` does, which can check them too.
///
/// @param hashes by name
record Manifest(SortedMap<String, String> hashes) {

    static final String NAME = "manifest.sha256";

    private static final Pattern FILE =
            Pattern.compile("payloads/[1-9][0-9]{0,17}|results/[1-9][0-9]{0,17}\\.[1-9][0-9]{0,8}");
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) {2}(\\S+)");

    /// Where the bytes of a file go.
    interface Target {
        OutputStream of(String name, long bytes) throws IOException;
    }

    /// Whether this is the name of a file that a job may have.
    static boolean isFile(String name) {
        return FILE.matcher(name).matches();
    }

    void add(String name, String hash) {
        hashes.put(name, hash);
    }

    byte[] bytes() {
        StringBuilder lines = new StringBuilder();
        hashes.forEach(
                (name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// @throws StoreException with BROKEN if there is none, or if it names what no copy has
    static Manifest read(BackupSource from) throws IOException, StoreException {
        Manifest manifest = new Manifest(new TreeMap<>());
        String text;
        try (InputStream in = from.open(NAME)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String line : text.lines().toList()) {
            Matcher parts = LINE.matcher(line);
            boolean known = parts.matches()
                    && (isFile(parts.group(2))
                            || parts.group(2).equals(Backup.DATABASE)
                            || parts.group(2).equals(Backup.ACCOUNTS));
            if (!known) {
                throw Backup.broken(
                        "%s: %s has a line that is no hash and name of a file: '%s'".formatted(from, NAME, line), null);
            }
            manifest.add(parts.group(2), parts.group(1));
        }
        if (!manifest.hashes.containsKey(Backup.DATABASE)) {
            throw Backup.broken("%s: %s names no %s".formatted(from, NAME, Backup.DATABASE), null);
        }
        return manifest;
    }

    static void requireSame(String what, String wanted, String computed) throws StoreException {
        if (!wanted.equals(computed)) {
            throw Backup.broken("%s has sha256 %s, must be %s: it is damaged".formatted(what, computed, wanted), null);
        }
    }

    /// Reads every file, writes it to its target, and compares its hash.
    ///
    /// @return how many bytes there are
    /// @throws StoreException with BROKEN that names the first file that is not as it was
    long compare(BackupSource from, Target target) throws IOException, StoreException {
        long bytes = 0;
        for (var file : hashes.entrySet()) {
            MessageDigest digest = Sha256.digest();
            try (InputStream in = from.open(file.getKey());
                    OutputStream out =
                            new DigestOutputStream(target.of(file.getKey(), from.bytes(file.getKey())), digest)) {
                bytes += in.transferTo(out);
            }
            requireSame("%s in %s".formatted(file.getKey(), from), file.getValue(), Sha256.hex(digest.digest()));
        }
        return bytes;
    }
}
