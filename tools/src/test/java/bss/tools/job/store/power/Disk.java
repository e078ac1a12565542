package bss.tools.job.store.power;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A disk that promises no more than POSIX does, on which a log is done again.
///
/// A file keeps what was written when it was synced, and a name when its folder was; until then any of it may be lost,
/// sector by sector. Names of one folder change in order, those of different folders in any.
final class Disk {

    /// Of acknowledgements, in the folder of the log. It is no part of the disk.
    static final String ACKS = "acks";

    /// Ends of names of files in which SQLite shares memory. They are made anew after a crash.
    private static final String SHARED = "-shm";

    private static final long CREATE = 0100;
    private static final long TRUNCATE = 01000;

    private record Opened(Node node, String path) {}

    private final FolderNode root = new FolderNode();
    private final Map<Integer, Opened> open = new HashMap<>();
    private final Predicate<String> neverSynced;
    private final Consumer<String> acks;
    private long syncs;

    /// @param neverSynced paths for which the disk lies
    /// @param acks takes what was acknowledged, in lines
    Disk(Predicate<String> neverSynced, Consumer<String> acks) {
        this.neverSynced = neverSynced;
        this.acks = acks;
    }

    /// How often something was synced.
    long syncs() {
        return syncs;
    }

    /// Whether a power failure before this may leave something else than one after it, if nothing was acknowledged.
    boolean isChange(Entry entry) {
        return switch (entry.what) {
            case Entry.DELETE, Entry.RENAME, Entry.MAKE_FOLDER -> !isOff(entry.text());
            case Entry.WRITE, Entry.TRUNCATE, Entry.SYNC -> !isOff(opened(entry).path());
            case Entry.OPEN ->
                !isOff(entry.text())
                        && ((entry.at & TRUNCATE) != 0 || ((entry.at & CREATE) != 0 && !has(entry.text())));
            default -> false;
        };
    }

    private static boolean isOff(String path) {
        return path.equals(ACKS) || path.endsWith(SHARED);
    }

    void apply(Entry entry) {
        switch (entry.what) {
            case Entry.START -> open.clear();
            case Entry.OPEN -> open(entry);
            case Entry.CLOSE -> open.remove(entry.fd);
            case Entry.WRITE -> write(entry);
            case Entry.TRUNCATE -> file(entry).truncate(entry.at);
            case Entry.SYNC -> sync(entry);
            case Entry.RENAME -> rename(entry.text(), entry.target());
            case Entry.DELETE -> folder(entry.text()).remove(name(entry.text()));
            case Entry.MAKE_FOLDER -> folder(entry.text()).add(name(entry.text()), new FolderNode());
            case Entry.MAP -> requireShared(opened(entry).path());
            default ->
                throw new IllegalStateException("the log has '%s', which the replay does not know"
                        .formatted(entry.what == Entry.UNKNOWN ? entry.text() : entry.what));
        }
    }

    private static void requireShared(String path) {
        if (!path.endsWith(SHARED)) {
            throw new IllegalStateException(path + " is written through memory, which the log does not see");
        }
    }

    private void open(Entry entry) {
        String path = entry.text();
        if (!has(path)) {
            folder(path).add(name(path), new FileNode());
        }
        Node node = node(path);
        if ((entry.at & TRUNCATE) != 0 && node instanceof FileNode file) {
            file.truncate(0);
        }
        open.put(entry.fd, new Opened(node, path));
    }

    private void write(Entry entry) {
        if (opened(entry).path().equals(ACKS)) {
            entry.text().lines().forEach(acks);
        } else {
            file(entry).write(entry.at, entry.bytes());
        }
    }

    private void sync(Entry entry) {
        Opened opened = opened(entry);
        if (!neverSynced.test(opened.path())) {
            opened.node().sync();
            syncs++;
        }
    }

    private void rename(String from, String to) {
        FolderNode source = folder(from);
        FolderNode target = folder(to);
        if (source == target) {
            source.rename(name(from), name(to));
        } else {
            target.add(name(to), source.get(name(from)));
            source.remove(name(from));
        }
    }

    private Opened opened(Entry entry) {
        Opened opened = open.get(entry.fd);
        if (opened == null) {
            throw new IllegalStateException("the log uses descriptor %d, which is not open".formatted(entry.fd));
        }
        return opened;
    }

    private FileNode file(Entry entry) {
        return (FileNode) opened(entry).node();
    }

    private boolean has(String path) {
        return path.isEmpty() || folder(path).has(name(path));
    }

    private Node node(String path) {
        return path.isEmpty() ? root : folder(path).get(name(path));
    }

    private FolderNode folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? root : (FolderNode) node(path.substring(0, slash));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Files by their paths, and folders by theirs with a `/` at the end, without content.
    Map<String, byte[]> image(Variant variant, SplittableRandom random) {
        Map<String, byte[]> image = new TreeMap<>();
        collect(root, "", variant, random, new IdentityHashMap<>(), image);
        return image;
    }

    private static void collect(
            FolderNode folder,
            String path,
            Variant variant,
            SplittableRandom random,
            Map<Node, byte[]> seen,
            Map<String, byte[]> image) {
        folder.names(variant, random).forEach((name, node) -> {
            switch (node) {
                case FolderNode f -> {
                    image.put(path + name + "/", new byte[0]);
                    collect(f, path + name + "/", variant, random, seen, image);
                }
                case FileNode f -> {
                    // under two names for a while, it is still one
                    if (!isOff(path + name)) {
                        image.put(path + name, seen.computeIfAbsent(f, _ -> f.content(variant, random)));
                    }
                }
            }
        });
    }
}
