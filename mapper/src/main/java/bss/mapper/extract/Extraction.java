package bss.mapper.extract;

import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseStrengths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The network that a wafer configuration realises.
///
/// Nets, runs and merger paths are worked out at once, circuits and synapses of a chip when first asked for. Not for
/// several threads at a time.
public final class Extraction {

    private static final int SENDERS = WaferConfiguration.HICANNS * MergerTopology.DNC_MERGERS;

    private final WaferConfiguration configuration;
    private final L1Nets nets;
    private final @Nullable MergerPaths[] mergers = new MergerPaths[WaferConfiguration.HICANNS];
    private final @Nullable Circuits[] circuits = new Circuits[WaferConfiguration.HICANNS];
    private final @Nullable SynapseArray[] arrays = new SynapseArray[WaferConfiguration.HICANNS];

    // drivers that a sender's events reach, by sender from `firstLanding`
    private final int[] firstLanding = new int[SENDERS + 1];
    private final int[] landing;
    private final int[] landingChips;

    private final SortedMap<Integer, SynapseStrengths> strengths;

    Extraction(WaferConfiguration configuration, SortedMap<Integer, SynapseStrengths> strengths) {
        this.configuration = configuration;
        this.strengths = strengths;
        nets = new L1Nets(configuration);
        for (int hicann : configuration.usedHicanns()) {
            mergers[hicann] = new MergerPaths(chip(hicann));
        }
        Landings found = new Landings();
        for (int hicann : configuration.usedHicanns()) {
            findLandings(hicann, found);
        }
        landing = new int[found.size];
        landingChips = new int[found.size];
        sort(found);
    }

    private static final class Landings {
        private int size;
        private int[] sender = new int[256];
        private int[] driver = new int[256];
        private int[] chips = new int[256];

        void add(int newSender, int newDriver, int newChips) {
            if (size == sender.length) {
                sender = Arrays.copyOf(sender, 2 * size);
                driver = Arrays.copyOf(driver, 2 * size);
                chips = Arrays.copyOf(chips, 2 * size);
            }
            sender[size] = newSender;
            driver[size] = newDriver;
            chips[size++] = newChips;
        }
    }

    private void findLandings(int hicann, Landings found) {
        HicannConfiguration chip = chip(hicann);
        for (DriverRuns.Run run : DriverRuns.of(chip)) {
            if (run.inputs().size() != 1) {
                continue;
            }
            int input = run.inputs().getFirst();
            int sender = nets.carriedBy(L1Nets.driverNode(hicann, input));
            if (sender == L1Nets.SILENT || !locked(sender)) {
                continue;
            }
            int chips = nets.chipsOnRoute(hicann, input);
            for (int driver : run.drivers()) {
                if (chip.synapseDriver(driver).enable()) {
                    found.add(sender, (hicann << 8) | driver, chips);
                }
            }
        }
    }

    private void sort(Landings found) {
        for (int l = 0; l < found.size; l++) {
            firstLanding[found.sender[l] + 1]++;
        }
        for (int s = 0; s < SENDERS; s++) {
            firstLanding[s + 1] += firstLanding[s];
        }
        int[] next = firstLanding.clone();
        for (int l = 0; l < found.size; l++) {
            int at = next[found.sender[l]]++;
            landing[at] = found.driver[l];
            landingChips[at] = found.chips[l];
        }
    }

    /// The sender of a DNC merger: `8 * hicann + DNC merger`.
    public static int sender(int hicann, int dncMerger) {
        return MergerTopology.DNC_MERGERS * hicann + dncMerger;
    }

    public L1Nets nets() {
        return nets;
    }

    /// Whether the regular events that repeaters and drivers need accompany what a sender sends; else nothing arrives.
    public boolean locked(int sender) {
        MergerPaths paths = mergers[sender / MergerTopology.DNC_MERGERS];
        return paths != null && paths.locked(sender % MergerTopology.DNC_MERGERS);
    }

    /// Whether a sender's events reach any enabled driver.
    public boolean lands(int sender) {
        return firstLanding[sender] < firstLanding[sender + 1];
    }

    /// The enabled drivers that a sender's events reach, each as 256 times its chip plus its number.
    public IntStream drivers(int sender) {
        return Arrays.stream(landing, firstLanding[sender], firstLanding[sender + 1]);
    }

    /// Ways from a neuron block of a chip to the output of its DNC merger; 0 on a chip in reset.
    public int waysOfBlock(int hicann, int block, int dncMerger) {
        MergerPaths paths = mergers[hicann];
        return paths == null ? 0 : paths.ofBlock(block, dncMerger);
    }

    /// Ways from the FPGA through a Gbit link to the output of a DNC merger; 0 on a chip in reset.
    public int waysOfLink(int hicann, int link, int dncMerger) {
        MergerPaths paths = mergers[hicann];
        return paths == null ? 0 : paths.ofLink(link, dncMerger);
    }

    /// The circuits of a chip; those of a chip in reset never fire.
    public Circuits circuits(int hicann) {
        Circuits found = circuits[hicann];
        if (found == null) {
            found = new Circuits(configuration.hicann(hicann).orElse(HicannConfiguration.RESET));
            circuits[hicann] = found;
        }
        return found;
    }

    /// Visits what events of a sender with these addresses (bit `a` for address `a`) hit, in one pass over its drivers.
    public void visit(int sender, long addresses, HitVisitor visitor) {
        if (addresses == 0) {
            return;
        }
        for (int l = firstLanding[sender]; l < firstLanding[sender + 1]; l++) {
            array(landing[l] >> 8).visit(landing[l] & 255, addresses, landingChips[l], visitor);
        }
    }

    /// All circuits that can send events, by chip and denmem.
    public List<Source.Neuron> neurons() {
        List<Source.Neuron> neurons = new ArrayList<>();
        for (int hicann : configuration.usedHicanns()) {
            Circuits all = circuits(hicann);
            HicannConfiguration chip = chip(hicann);
            for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
                DenmemConfig config = chip.denmem(denmem);
                if (config.enableSpl1Output() && all.lead(denmem) == denmem) {
                    neurons.add(new Source.Neuron(hicann, denmem, config.address()));
                }
            }
        }
        return neurons;
    }

    /// All that the FPGA can send: 64 addresses through each link that leads into its chip, by chip, link, address.
    public List<Source.External> externals() {
        List<Source.External> externals = new ArrayList<>();
        for (int hicann : configuration.usedHicanns()) {
            for (int link = 0; link < MergerTopology.DNC_MERGERS; link++) {
                if (chip(hicann).link(link) == LinkDirection.TO_HICANN) {
                    for (int address = 0; address < Long.SIZE; address++) {
                        externals.add(new Source.External(hicann, link, address));
                    }
                }
            }
        }
        return externals;
    }

    /// On how many ways the events of a source reach the output of a DNC merger of its chip.
    public int ways(Source source, int dncMerger) {
        return switch (source) {
            case Source.Neuron n -> waysOfBlock(n.hicann(), NeuronTopology.block(n.denmem()), dncMerger);
            case Source.External e -> waysOfLink(e.hicann(), e.link(), dncMerger);
        };
    }

    /// What one event of a source does.
    public Hits hits(Source source) {
        Hits hits = new Hits();
        for (int dncMerger = 0; dncMerger < MergerTopology.DNC_MERGERS; dncMerger++) {
            int sender = sender(source.hicann(), dncMerger);
            for (int way = ways(source, dncMerger); way > 0; way--) {
                visit(sender, 1L << source.address(), (address, hicann, row, column, right, weight, step, chips) -> {
                    Circuits all = circuits(hicann);
                    int denmem = NeuronTopology.denmemOfSynapse(row, column);
                    hits.add(
                            hicann,
                            row,
                            column,
                            right,
                            weight,
                            step,
                            chips,
                            all.lead(denmem),
                            all.capacitanceFarad(denmem));
                });
            }
        }
        return hits;
    }

    /// What the rows of a chip conduct, if that was measured.
    public Optional<SynapseStrengths> strengths(int hicann) {
        return Optional.ofNullable(strengths.get(hicann));
    }

    private SynapseArray array(int hicann) {
        SynapseArray found = arrays[hicann];
        if (found == null) {
            found = new SynapseArray(hicann, chip(hicann), strengths(hicann));
            arrays[hicann] = found;
        }
        return found;
    }

    private HicannConfiguration chip(int hicann) {
        return configuration.hicann(hicann).orElseThrow();
    }
}
