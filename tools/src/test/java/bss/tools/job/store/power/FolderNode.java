package bss.tools.job.store.power;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A folder of the simulated disk: its names, and which of them would be left without power.
final class FolderNode implements Node {

    /// Names that come, and names that go, at once.
    private record Change(Map<String, Node> added, List<String> removed) {
        void applyTo(Map<String, Node> names) {
            names.keySet().removeAll(removed);
            names.putAll(added);
        }
    }

    private final Map<String, Node> now = new TreeMap<>();
    private final Map<String, Node> synced = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();

    /// What has this name.
    Node get(String name) {
        Node node = now.get(name);
        if (node == null) {
            throw new IllegalStateException("the log uses %s, which is not there".formatted(name));
        }
        return node;
    }

    boolean has(String name) {
        return now.containsKey(name);
    }

    void add(String name, Node node) {
        change(new Change(Map.of(name, node), List.of()));
    }

    void remove(String name) {
        change(new Change(Map.of(), List.of(name)));
    }

    /// Gives another name within the folder: with one of them it is there at any time.
    void rename(String from, String to) {
        change(new Change(Map.of(to, get(from)), List.of(from)));
    }

    private void change(Change change) {
        pending.add(change);
        change.applyTo(now);
    }

    @Override
    public void sync() {
        pending.forEach(change -> change.applyTo(synced));
        pending.clear();
    }

    /// The names in one of the ways in which they may be found: a folder changes in the order in which it was changed.
    Map<String, Node> names(Variant variant, SplittableRandom random) {
        return switch (variant) {
            case WRITTEN -> now;
            case SYNCED -> synced;
            case TORN -> {
                Map<String, Node> names = new TreeMap<>(synced);
                int kept = random.nextInt(pending.size() + 1);
                pending.subList(0, kept).forEach(change -> change.applyTo(names));
                yield names;
            }
        };
    }
}
