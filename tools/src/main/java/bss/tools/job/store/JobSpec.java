package bss.tools.job.store;

import java.util.List;

/// What a user asks for, beside the payload.
///
/// @param title for people, at most 256 characters on one line
/// @param priority -10 to 10, higher is sooner
/// @param rerunnable whether it may start again after its worker died
/// @param fpgas which it needs, 0 to 47 ascending; empty: none in particular
/// @param client program and version that submitted it, at most 256 characters on one line
public record JobSpec(
        String title, int priority, boolean rerunnable, List<Integer> fpgas, Limits limits, String client) {

    /// The highest priority, and the negative of the lowest.
    public static final int MAX_PRIORITY = 10;

    private static final int FPGAS = 48;
    private static final int TEXT = 256;

    public JobSpec {
        Texts.requireLine("title", title, TEXT);
        Texts.requireLine("client", client, TEXT);
        if (priority < -MAX_PRIORITY || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority is %d, must be %d to %d".formatted(priority, -MAX_PRIORITY, MAX_PRIORITY));
        }
        fpgas = List.copyOf(fpgas);
        int before = -1;
        for (int fpga : fpgas) {
            if (fpga <= before || fpga >= FPGAS) {
                throw new IllegalArgumentException(
                        "fpgas are %s, must be 0 to %d in ascending order".formatted(fpgas, FPGAS - 1));
            }
            before = fpga;
        }
    }
}
