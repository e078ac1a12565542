package bss.tools.bench;

import bss.spec.coord.Direction;
import bss.spec.topology.WaferTopology;

/// A chain of synapse drivers and the bus that feeds it.
///
/// The events of a DNC merger enter the HLine of their own chip or that of the chip to the west (`through`), change to
/// a VLine there, and end on that chip or on the one south of it (`target`).
///
/// @param source chip that sends
/// @param dncMerger its DNC merger, 0 to 7
/// @param through the source, or its western neighbour
/// @param target `through`, or its southern neighbour
/// @param drivers neighbours in one quadrant of the target, from the top; 8 or more, so that one is in reach
@SuppressWarnings("ArrayRecordComponent") // read only, never compared
record Landing(int source, int dncMerger, int through, int target, int[] drivers) {

    /// Steps west and south from the sender to the listener.
    enum Way {
        OWN(false, false),
        WEST(true, false),
        SOUTH(false, true),
        SOUTH_WEST(true, true);

        private final boolean west;
        private final boolean south;

        Way(boolean west, boolean south) {
            this.west = west;
            this.south = south;
        }

        /// The chip whose HLine carries the bus to `target`, or -1.
        int through(int target) {
            return south ? WaferTopology.neighbour(target, Direction.NORTH) : target;
        }

        /// The chip that sends to `target` on this way, or -1.
        int source(int target) {
            int through = through(target);
            return through >= 0 && west ? WaferTopology.neighbour(through, Direction.EAST) : through;
        }
    }
}
