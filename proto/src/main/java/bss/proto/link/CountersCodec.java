package bss.proto.link;

import bss.spec.backend.RunCounters;

/// Loss counters as a message and back.
final class CountersCodec {

    private CountersCodec() {}

    static bss.proto.v1.RunCounters encode(RunCounters c) {
        return bss.proto.v1.RunCounters.newBuilder()
                .setPulsesPlayed(c.pulsesPlayed())
                .setDroppedBeforeRun(c.droppedBeforeRun())
                .setLostDown(c.lostDown())
                .setExternal(c.external())
                .setWaitingDown(c.waitingDown())
                .setNeuronSpikes(c.neuronSpikes())
                .setLostEncoder(c.lostEncoder())
                .setEncoded(c.encoded())
                .setWaitingEncoder(c.waitingEncoder())
                .setGenerated(c.generated())
                .setCopies(c.copies())
                .setLostMerger(c.lostMerger())
                .setWaitingMerger(c.waitingMerger())
                .setOffered(c.offered())
                .setUnheard(c.unheard())
                .setL1Events(c.l1Events())
                .setLostL1(c.lostL1())
                .setSentUp(c.sentUp())
                .setLostUp(c.lostUp())
                .setFiltered(c.filtered())
                .setTraced(c.traced())
                .setWaitingUp(c.waitingUp())
                .setSynapticEvents(c.synapticEvents())
                .setNeuronUpdates(c.neuronUpdates())
                .build();
    }

    static RunCounters decode(bss.proto.v1.RunCounters m) {
        return new RunCounters(
                m.getPulsesPlayed(),
                m.getDroppedBeforeRun(),
                m.getLostDown(),
                m.getExternal(),
                m.getWaitingDown(),
                m.getNeuronSpikes(),
                m.getLostEncoder(),
                m.getEncoded(),
                m.getWaitingEncoder(),
                m.getGenerated(),
                m.getCopies(),
                m.getLostMerger(),
                m.getWaitingMerger(),
                m.getOffered(),
                m.getUnheard(),
                m.getL1Events(),
                m.getLostL1(),
                m.getSentUp(),
                m.getLostUp(),
                m.getFiltered(),
                m.getTraced(),
                m.getWaitingUp(),
                m.getSynapticEvents(),
                m.getNeuronUpdates());
    }
}
