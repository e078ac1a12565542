package bss.hil.run;

import java.util.List;
import java.util.Optional;

/// What came of a replay.
///
/// @param sent frames to the endpoint
/// @param compared answers
/// @param difference the first one; empty if all answers are as recorded
/// @param notes what was not compared, and why
public record ReplayResult(
        int connections, int sent, int compared, Optional<Difference> difference, List<String> notes) {

    /// An answer that is not as recorded.
    ///
    /// @param entry number in the transcript, from 0
    /// @param seconds since the recording began
    /// @param recorded what had come
    /// @param now what came
    public record Difference(int entry, int connection, double seconds, String recorded, String now) {

        @Override
        public String toString() {
            return "entry %d (connection %d, %.3f s): recorded %s, now %s"
                    .formatted(entry, connection, seconds, recorded, now);
        }
    }

    public ReplayResult {
        notes = List.copyOf(notes);
    }
}
