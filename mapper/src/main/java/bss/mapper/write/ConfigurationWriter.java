package bss.mapper.write;

import bss.mapper.parameters.CurrentStimulus;
import bss.mapper.plasticity.chip.LongTermPlan;
import bss.mapper.plasticity.chip.ShortTermPlan;
import bss.mapper.rows.AssignedRow;
import bss.mapper.stage.Buses;
import bss.mapper.stage.ChipMergers;
import bss.mapper.stage.DriverAllocation.Chain;
import bss.mapper.stage.Routing;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.NeuronHalfConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.GmaxSetting;
import bss.spec.translate.NeuronTranslation;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Writes what the stages decided as register words, for every chip that takes part.
public final class ConfigurationWriter {

    /// A regular event every 125 clocks keeps repeaters and drivers locked (marocco:pymarocco/PyMarocco.cpp).
    private static final BackgroundGeneratorConfig LOCKING = new BackgroundGeneratorConfig(true, false, 124, 0);

    private final StageResults stages;
    private final @Nullable HicannConfigurationBuilder[] chips =
            new @Nullable HicannConfigurationBuilder[WaferConfiguration.HICANNS];

    private ConfigurationWriter(StageResults stages) {
        this.stages = stages;
    }

    /// The bits of a mapped network.
    public static WaferConfiguration write(StageResults stages) {
        ConfigurationWriter writer = new ConfigurationWriter(stages);
        writer.neurons();
        stages.buses().mergers().forEach(writer::mergers);
        stages.routing().routes().forEach(writer::route);
        stages.drivers().chains().forEach(writer::chain);
        writer.plasticity();
        writer.rows();
        writer.synapses();
        writer.currents();
        @Nullable HicannConfiguration[] built = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        for (int h = 0; h < built.length; h++) {
            HicannConfigurationBuilder chip = writer.chips[h];
            built[h] = chip == null ? null : chip.build();
        }
        return new WaferConfiguration(built, WaferConfiguration.PLL_MHZ, true);
    }

    private HicannConfigurationBuilder chip(int hicann) {
        HicannConfigurationBuilder chip = chips[hicann];
        if (chip == null) {
            chip = FloatingGateWriter.DEFAULTS.toBuilder().timestampEnable(true);
            chips[hicann] = chip;
        }
        return chip;
    }

    private void neurons() {
        for (ChipTranslation translation : stages.parameters().plan().chips()) {
            HicannConfigurationBuilder chip = chip(translation.hicann());
            FloatingGateWriter.shared(chip, translation);
            for (int half = 0; half < 2; half++) {
                chip.neuronHalf(half, new NeuronHalfConfig(translation.mode()));
            }
        }
        for (int cell = 0; cell < stages.problem().cells(); cell++) {
            NeuronTranslation neuron = stages.parameters().neuron(cell);
            if (neuron != null) {
                HicannConfigurationBuilder chip = chip(stages.placement().hicann(cell));
                FloatingGateWriter.neuron(chip, neuron);
                int address = stages.buses().address(cell);
                NeuronWriter.write(
                        chip,
                        stages.placement().column(cell),
                        stages.placement().size(cell),
                        address == Buses.NONE ? OptionalInt.empty() : OptionalInt.of(address));
            }
        }
    }

    private void mergers(ChipMergers mergers) {
        HicannConfigurationBuilder chip = chip(mergers.hicann());
        for (int m = 0; m < mergers.tree().size(); m++) {
            chip.merger(m, mergers.tree().get(m));
        }
        for (int d = 0; d < mergers.dnc().size(); d++) {
            chip.dncMerger(d, mergers.dnc().get(d));
            chip.link(d, mergers.links().get(d));
            if (mergers.generators().get(d)) {
                chip.backgroundGenerator(d, LOCKING);
            }
        }
    }

    private void route(Routing.Route route) {
        route.lines().forEach(line -> chip(L1Topology.hicannOfLine(line)));
        for (int crossbar : route.crossbar()) {
            chip(crossbar / 512).crossbarSwitch(crossbar % 512, true);
        }
        for (Routing.Repeater repeater : route.repeaters()) {
            HicannConfigurationBuilder chip = chip(repeater.hicann());
            if (L1Topology.isHLine(repeater.line())) {
                chip.horizontalRepeater(repeater.line(), repeater.config());
            } else {
                chip.verticalRepeater(repeater.line() - L1Topology.HLINES, repeater.config());
            }
        }
    }

    /// A driver's joint leads to its outer neighbour, so the outermost driver of a run leaves its own open.
    private void chain(Chain chain) {
        int target = chain.landing().target();
        chip(chain.landing().hicann())
                .synapseSwitch(L1Topology.synapseSwitchIndex(chain.landing().vline(), chain.primary()), true);
        for (int driver : chain.drivers()) {
            boolean joined = chain.drivers().contains(L1Topology.outerNeighbour(driver));
            chip(target).synapseDriver(driver, new SynapseDriverConfig(true, driver == chain.primary(), joined));
        }
    }

    private void plasticity() {
        for (ShortTermPlan.Driver d : stages.parameters().shortTerm().drivers()) {
            int word = chip(d.hicann()).word(Component.SYNAPSE_DRIVER, d.driver());
            SynapseDriverConfig plain = SynapseDriverConfig.fromBits(word);
            chip(d.hicann())
                    .synapseDriver(
                            d.driver(),
                            new SynapseDriverConfig(
                                    plain.enable(),
                                    plain.locin(),
                                    plain.connectNeighbor(),
                                    true,
                                    d.depression(),
                                    d.cap()));
        }
        stages.parameters().shortTerm().codes().forEach(this::shared);
        stages.parameters().longTerm().codes().forEach(this::shared);
        for (LongTermPlan.Controller c : stages.parameters().longTerm().controllers()) {
            chip(c.hicann()).stdp(c.half(), c.config());
        }
    }

    private void shared(ShortTermPlan.SharedCode code) {
        chip(code.hicann())
                .floatingGate(
                        code.quadrant(),
                        code.parameter().row(code.quadrant()),
                        FloatingGates.SHARED_COLUMN,
                        code.code());
    }

    private void rows() {
        for (int r = 0; r < stages.rows().rows().size(); r++) {
            AssignedRow row = stages.rows().rows().get(r);
            GmaxSetting gmax = stages.parameters().rowSettings().get(r);
            int left = SynapseWeightTransfer.leftDivisor(gmax.divisor());
            chip(row.hicann())
                    .synapseRow(
                            row.row(),
                            new SynapseRowConfig(
                                    row.side() == 0,
                                    row.side() == 1,
                                    row.decoderEven(),
                                    row.decoderOdd(),
                                    gmax.selgmax(),
                                    left,
                                    gmax.divisor() - left));
        }
    }

    private void synapses() {
        for (int p = 0; p < stages.problem().projections(); p++) {
            int first = stages.problem().firstSynapse(p);
            int end = stages.problem().firstSynapse(p + 1);
            for (int s = first; s < end; s++) {
                if (stages.rows().realised(s)) {
                    int site = stages.rows().site(s);
                    int source = stages.problem().sourceCell(p, s - first);
                    chip(site / (448 * 256))
                            .synapse(
                                    site / 256 % 448,
                                    site % 256,
                                    stages.parameters().digitalWeight(s),
                                    stages.buses().address(source) & 15);
                }
            }
        }
    }

    private void currents() {
        for (CurrentStimulus current : stages.parameters().currents()) {
            HicannConfigurationBuilder chip = chip(current.hicann());
            chip.currentStimulus(current.block(), current.config());
            NeuronWriter.stimulate(chip, current.denmem());
        }
    }
}
