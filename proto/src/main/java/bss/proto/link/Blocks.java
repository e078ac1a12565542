package bss.proto.link;

import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.AdcBlock;
import bss.proto.v1.Block;
import bss.proto.v1.ProbeSamples;
import bss.proto.v1.SynapticInputs;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe.Samples;
import bss.spec.backend.WaferProbe.SynapticInput;
import bss.spec.config.WaferConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A stream cut into numbered blocks, each made when it is sent, so that a stream costs no memory beside its source.
/// What the receiver has is freed: a trace block by block, ADC recordings and watches one by one, a configuration as a
/// whole.
interface Blocks {

    Blocks NONE = new Blocks() {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public Block.Builder block(int index) {
            throw new IllegalStateException("an empty stream has no block");
        }
    };

    /// In the place of a block that the receiver has.
    Supplier<Block.Builder> FORGOTTEN = () -> {
        throw new IllegalStateException("the block was acknowledged");
    };

    /// Number of blocks.
    int count();

    /// The content of a block; request and index are for the sender to set.
    Block.Builder block(int index);

    /// The receiver has the blocks before `index`: they are not asked for again.
    default void forget(int index) {}

    /// A trace, cut once; each piece is encoded when it is sent, and freed when it is forgotten.
    static Blocks ofTrace(Pulses trace) {
        List<Supplier<Block.Builder>> blocks = new ArrayList<>();
        for (int first = 0; first < trace.count(); first += PulseBlocks.PULSES) {
            Pulses piece = trace.slice(first, Math.min(first + PulseBlocks.PULSES, trace.count()));
            blocks.add(() -> Block.newBuilder().setPulses(PulseBlocks.encode(piece, 0, piece.count())));
        }
        return of(blocks);
    }

    /// Pulses `from` (inclusive) to `to`, for sending while the caller keeps them.
    static Blocks of(Pulses pulses, int from, int to) {
        return new Blocks() {
            @Override
            public int count() {
                return Math.ceilDiv(to - from, PulseBlocks.PULSES);
            }

            @Override
            public Block.Builder block(int index) {
                int first = from + index * PulseBlocks.PULSES;
                int count = Math.min(PulseBlocks.PULSES, to - first);
                return Block.newBuilder().setPulses(PulseBlocks.encode(pulses, first, count));
            }
        };
    }

    /// The chips of a configuration, ascending.
    static Blocks of(WaferConfiguration wafer) {
        int[] used = wafer.usedHicanns();
        return new Blocks() {
            @Override
            public int count() {
                return used.length;
            }

            @Override
            public Block.Builder block(int index) {
                int h = used[index];
                return Block.newBuilder()
                        .setChip(WaferConfigurationCodec.encode(
                                h, wafer.hicann(h).orElseThrow()));
            }
        };
    }

    /// Recordings, one after the other.
    static Blocks ofAdc(List<AdcSamples> recordings) {
        List<Supplier<Block.Builder>> blocks = new ArrayList<>();
        for (AdcSamples r : recordings) {
            for (int from = 0; from < r.count(); from += AdcBlocks.SAMPLES) {
                int first = from;
                blocks.add(() -> Block.newBuilder().setAdc(AdcBlocks.encode(r, first)));
            }
        }
        return of(blocks);
    }

    /// Samples of the probe, watch by watch; a watch without samples still has a block.
    static Blocks ofSamples(List<Samples> watches) {
        List<Supplier<Block.Builder>> blocks = new ArrayList<>();
        for (int w = 0; w < watches.size(); w++) {
            Samples s = watches.get(w);
            int watch = w;
            for (int from = 0; from == 0 || from < s.values().size(); from += ProbeBlocks.VALUES) {
                int first = from;
                blocks.add(() -> Block.newBuilder().setSamples(ProbeBlocks.encode(watch, s, first)));
            }
        }
        return of(blocks);
    }

    /// Synaptic inputs in their order.
    static Blocks ofInputs(List<SynapticInput> inputs) {
        List<Supplier<Block.Builder>> blocks = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += ProbeBlocks.INPUTS) {
            int first = from;
            blocks.add(() -> Block.newBuilder().setInputs(ProbeBlocks.encode(inputs, first)));
        }
        return of(blocks);
    }

    private static Blocks of(List<Supplier<Block.Builder>> blocks) {
        return new Blocks() {
            private int forgotten;

            @Override
            public int count() {
                return blocks.size();
            }

            @Override
            public Block.Builder block(int index) {
                return blocks.get(index).get();
            }

            @Override
            public void forget(int index) {
                for (; forgotten < index; forgotten++) {
                    blocks.set(forgotten, FORGOTTEN);
                }
            }
        };
    }

    /// Types of content, for a message about a wrong one.
    static FrameException wrongContent(Block block, String expected) {
        return new FrameException("block %d of request %d holds %s, must hold %s"
                .formatted(block.getIndex(), block.getRequest(), block.getContentCase(), expected));
    }

    /// The recording's piece of a block.
    static AdcBlock adc(Block block) {
        if (!block.hasAdc()) {
            throw wrongContent(block, "ADC");
        }
        return block.getAdc();
    }

    /// The probe's piece of a block.
    static ProbeSamples samples(Block block) {
        if (!block.hasSamples()) {
            throw wrongContent(block, "SAMPLES");
        }
        return block.getSamples();
    }

    /// The synaptic inputs of a block.
    static SynapticInputs inputs(Block block) {
        if (!block.hasInputs()) {
            throw wrongContent(block, "INPUTS");
        }
        return block.getInputs();
    }
}
