package bss.emulator.model;

/// What the model counts, by the names of [bss.spec.backend.RunCounters].
final class SlowCounters {
    long pulsesPlayed;
    long droppedBeforeRun;
    long lostDown;
    long external;
    long neuronSpikes;
    long lostEncoder;
    long encoded;
    long generated;
    long copies;
    long lostMerger;
    long offered;
    long unheard;
    long l1Events;
    long lostL1;
    long sentUp;
    long lostUp;
    long filtered;
    long traced;
    long synapticEvents;
    long neuronUpdates;
}
