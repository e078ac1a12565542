package bss.hil.run;

/// What passed between harness and endpoint in a test.
///
/// @param connections to the endpoint
/// @param frames both ways
/// @param bytesDown to the endpoint
/// @param bytesUp from it
/// @param floatingGateRows rows of floating gates that the endpoint was asked to write: 96 for each chip
public record Traffic(int connections, long frames, long bytesDown, long bytesUp, long floatingGateRows) {

    static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
}
