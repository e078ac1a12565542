package bss.proto.link;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that is made of files, and made anew when one of them has changed. Files that cannot be used are named in
/// the log, once, and change nothing: what was made of the former ones stays.
public final class Watched<T> {

    private static final System.Logger LOG = System.getLogger(Watched.class.getName());

    /// How it is made.
    @FunctionalInterface
    public interface Loader<T> {

        /// Makes it of the files as they stand.
        ///
        /// @param before what was made last, null the first time
        /// @throws IOException if the files cannot be used
        T load(@Nullable T before) throws IOException;
    }

    private final List<Path> files;
    private final Loader<T> loader;
    private List<String> seen;
    private T made;

    /// Makes it a first time.
    ///
    /// @throws IOException if the files cannot be used
    public Watched(List<Path> files, Loader<T> loader) throws IOException {
        this.files = files;
        this.loader = loader;
        // before they are read: a change meanwhile is another one
        seen = stamps();
        made = loader.load(null);
    }

    /// What the files say now, or said when they could last be used.
    public synchronized T get() {
        List<String> now = stamps();
        if (!now.equals(seen)) {
            seen = now;
            try {
                made = loader.load(made);
                LOG.log(Level.INFO, "read anew: {0}", files);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "changed files are not used, the former ones stay: {0}", e.getMessage());
            }
        }
        return made;
    }

    private List<String> stamps() {
        return files.stream().map(Watched::stamp).toList();
    }

    /// Differs when a file was changed; a rename always changes it.
    public static String stamp(Path file) {
        try {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            return a.lastModifiedTime() + " " + a.size() + " " + a.fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }
}
