package bss.tools.job.queue;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;

/// A network namespace for a server, joined with that of the test by one cable.
final class NetworkSpace implements AutoCloseable {

    private final String name = "bss-" + ProcessHandle.current().pid();
    private final String here = "bssh" + ProcessHandle.current().pid() % 1_000_000;
    private final String there = "bsst" + ProcessHandle.current().pid() % 1_000_000;
    private final String network;

    private NetworkSpace() {
        // of the addresses for tests of networks, RFC 2544
        long pid = ProcessHandle.current().pid();
        network = "198.18.%d.".formatted(pid % 250);
    }

    /// Skips the test where none can be made.
    static NetworkSpace make() {
        NetworkSpace space = new NetworkSpace();
        boolean made = Shell.run("ip", "netns", "add", space.name)
                && Shell.run(
                        "ip",
                        "link",
                        "add",
                        space.here,
                        "type",
                        "veth",
                        "peer",
                        "name",
                        space.there,
                        "netns",
                        space.name)
                && Shell.run("ip", "address", "add", space.network + "1/30", "dev", space.here)
                && Shell.run("ip", "link", "set", space.here, "up")
                && space.inside("ip", "address", "add", space.server() + "/30", "dev", space.there)
                && space.inside("ip", "link", "set", space.there, "up")
                && space.inside("ip", "link", "set", "lo", "up");
        if (!made) {
            space.close();
        }
        assumeTrue(made, "skipped: network namespaces need root, the capability NET_ADMIN and the command ip");
        return space;
    }

    /// The address of what listens in it.
    String server() {
        return network + "2";
    }

    /// What a command follows that is to run in it.
    List<String> before() {
        return List.of("ip", "netns", "exec", name);
    }

    private boolean inside(String... command) {
        String[] all = new String[before().size() + command.length];
        System.arraycopy(before().toArray(), 0, all, 0, before().size());
        System.arraycopy(command, 0, all, before().size(), command.length);
        return Shell.run(all);
    }

    /// Pulls the cable out, or plugs it in.
    boolean plugged(boolean in) {
        return inside("ip", "link", "set", there, in ? "up" : "down");
    }

    /// Swallows all that comes, without a word, or no longer.
    ///
    /// @return whether that can be done
    boolean swallows(boolean all) {
        return inside("iptables", all ? "-A" : "-D", "INPUT", "-i", there, "-j", "DROP");
    }

    /// The cable goes with it.
    @Override
    public void close() {
        var _ = Shell.run("ip", "link", "delete", here);
        var _ = Shell.run("ip", "netns", "delete", name);
    }
}
