package bss.proto.link;

import bss.proto.v1.Fire;
import bss.proto.v1.Initialise;
import bss.proto.v1.RecordSynapticInputs;
import bss.proto.v1.Request;
import bss.proto.v1.TakeSamples;
import bss.proto.v1.TakeSynapticInputs;
import bss.proto.v1.Watch;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The probe of an emulator behind the wire. Where the interface knows no exception, a lost connection is an
/// [UncheckedIOException].
final class RemoteProbe implements WaferProbe {

    private final RemoteSession session;

    RemoteProbe(RemoteSession session) {
        this.session = session;
    }

    @Override
    public void watch(int hicann, int denmem, Variable variable, int intervalCycles) throws BackendException {
        session.ask(Request.newBuilder()
                .setWatch(Watch.newBuilder()
                        .setHicann(hicann)
                        .setDenmem(denmem)
                        .setVariable(variable.ordinal())
                        .setIntervalCycles(intervalCycles)));
    }

    @Override
    public List<Samples> takeSamples() {
        ProbeBlocks.Collector collector = new ProbeBlocks.Collector();
        try {
            session.ask(
                    Request.newBuilder().setTakeSamples(TakeSamples.getDefaultInstance()),
                    Blocks.NONE,
                    b -> collector.add(Blocks.samples(b)));
        } catch (BackendException e) {
            throw unchecked(e);
        }
        return collector.watches();
    }

    @Override
    public void initialise(int hicann, int denmem, double volt, double ampere) throws BackendException {
        session.ask(Request.newBuilder()
                .setInitialise(Initialise.newBuilder()
                        .setHicann(hicann)
                        .setDenmem(denmem)
                        .setVolt(volt)
                        .setAmpere(ampere)));
    }

    @Override
    public void fire(int hicann, int denmem) throws BackendException {
        session.ask(
                Request.newBuilder().setFire(Fire.newBuilder().setHicann(hicann).setDenmem(denmem)));
    }

    @Override
    public void recordSynapticInputs(boolean on) {
        try {
            session.ask(Request.newBuilder()
                    .setRecordSynapticInputs(RecordSynapticInputs.newBuilder().setOn(on)));
        } catch (BackendException e) {
            throw unchecked(e);
        }
    }

    @Override
    public List<SynapticInput> takeSynapticInputs() {
        List<SynapticInput> inputs = new ArrayList<>();
        try {
            session.ask(
                    Request.newBuilder().setTakeSynapticInputs(TakeSynapticInputs.getDefaultInstance()),
                    Blocks.NONE,
                    b -> ProbeBlocks.decode(Blocks.inputs(b), inputs));
        } catch (BackendException e) {
            throw unchecked(e);
        }
        return inputs;
    }

    private static UncheckedIOException unchecked(BackendException e) {
        return new UncheckedIOException(e.getMessage(), new IOException(e));
    }
}
