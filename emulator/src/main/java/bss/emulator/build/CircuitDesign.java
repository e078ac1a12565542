package bss.emulator.build;

import bss.emulator.kernel.CircuitParameters;
import bss.spec.transfer.IdealCircuit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// One circuit as the kernel takes it: its denmems sorted into lanes of equal ones, and each lane's parameters.
///
/// Denmems whose reversal potentials, time constants and exponential terms agree fold into one lane, in which
/// capacitances, leaks, a and b add. The lane of the denmem that fires comes first and has its V_t, V_reset and
/// refractory time.
public final class CircuitDesign {

    /// Highest membrane potential [V]: where a circuit ends up that blows up and has no comparator.
    private static final double RAIL_VOLT = 1.8;

    private final int[] members;
    private final int lead;
    private final int[] laneOfMember;
    private final List<CircuitParameters> lanes;
    private final double[] share;
    private final double[] laneCapacitance;
    private final double restVolt;

    private CircuitDesign(
            int[] members,
            int lead,
            int[] laneOfMember,
            List<CircuitParameters> lanes,
            double[] share,
            double[] laneCapacitance,
            double restVolt) {
        this.members = members;
        this.lead = lead;
        this.laneOfMember = laneOfMember;
        this.lanes = lanes;
        this.share = share;
        this.laneCapacitance = laneCapacitance;
        this.restVolt = restVolt;
    }

    /// Two denmems with equal keys may fold.
    private record Key(
            double eL,
            double eSynx,
            double eSyni,
            double tauSynx,
            double tauSyni,
            double tauW,
            boolean exponential,
            double deltaT,
            double vExp) {

        static Key of(IdealCircuit c) {
            boolean e = c.exponential();
            return new Key(
                    c.eL(),
                    c.eSynx(),
                    c.eSyni(),
                    c.tauSynx(),
                    c.tauSyni(),
                    c.tauW(),
                    e,
                    e ? c.deltaT() : 0,
                    e ? c.vExp() : 0);
        }
    }

    /// Sums over the denmems of a lane.
    private static final class Sum {
        double capacitance;
        double gL;
        double a;
        double b;
    }

    /// The circuit of `members`.
    ///
    /// @param circuit the circuit of a denmem
    /// @param members ascending
    /// @param lead the one that fires, or -1: then the circuit rises to the rail and stays
    public static CircuitDesign of(IntFunction<IdealCircuit> circuit, int[] members, int lead) {
        IdealCircuit[] circuits = new IdealCircuit[members.length];
        double total = 0;
        for (int m = 0; m < members.length; m++) {
            circuits[m] = circuit.apply(members[m]);
            total += circuits[m].capacitance();
        }
        int first = Math.max(0, Arrays.binarySearch(members, lead));
        Map<Key, Integer> laneOf = new LinkedHashMap<>();
        List<Sum> sums = new ArrayList<>();
        laneOf.put(Key.of(circuits[first]), 0);
        sums.add(new Sum());
        int[] laneOfMember = new int[members.length];
        for (int m = 0; m < members.length; m++) {
            Key key = Key.of(circuits[m]);
            int lane = laneOf.computeIfAbsent(key, k -> sums.size());
            if (lane == sums.size()) {
                sums.add(new Sum());
            }
            Sum sum = sums.get(lane);
            sum.capacitance += circuits[m].capacitance();
            sum.gL += circuits[m].gL();
            sum.a += circuits[m].a();
            sum.b += lead < 0 ? 0 : circuits[m].b();
            laneOfMember[m] = lane;
        }
        double[] share = new double[members.length];
        for (int m = 0; m < members.length; m++) {
            share[m] = circuits[m].capacitance() / sums.get(laneOfMember[m]).capacitance;
        }
        List<CircuitParameters> lanes = new ArrayList<>();
        double leak = 0;
        double weighted = 0;
        for (Map.Entry<Key, Integer> entry : laneOf.entrySet()) {
            Sum sum = sums.get(entry.getValue());
            lanes.add(parameters(entry.getKey(), sum, total, lead < 0 ? null : circuits[first]));
            leak += sum.gL;
            weighted += sum.gL * entry.getKey().eL();
        }
        double rest = lanes.size() == 1 ? lanes.getFirst().eLVolt() : weighted / leak;
        double[] laneCapacitance = sums.stream().mapToDouble(s -> s.capacitance).toArray();
        return new CircuitDesign(members, lead, laneOfMember, List.copyOf(lanes), share, laneCapacitance, rest);
    }

    private static CircuitParameters parameters(
            Key key, Sum sum, double capacitance, @Nullable IdealCircuit comparator) {
        // the leak of a few denmems may be too small beside the capacitance of the hundreds that they are joined to
        double least = key.exponential() ? CircuitParameters.leastLeakSiemens(capacitance) : 0;
        return new CircuitParameters(
                capacitance,
                Math.max(sum.gL, least),
                key.eL(),
                key.eSynx(),
                key.eSyni(),
                key.tauSynx(),
                key.tauSyni(),
                key.deltaT(),
                key.vExp(),
                comparator == null ? RAIL_VOLT : comparator.vSpike(),
                comparator == null ? RAIL_VOLT : comparator.vReset(),
                sum.a,
                key.tauW(),
                sum.b,
                comparator == null ? 0 : comparator.tauRefrac(),
                key.exponential());
    }

    /// Its denmems, ascending; not to be written to.
    public int[] members() {
        return members;
    }

    /// The denmem that fires, or -1.
    public int lead() {
        return lead;
    }

    /// Parameters by lane.
    public List<CircuitParameters> lanes() {
        return lanes;
    }

    /// The lane of member number `member`.
    public int lane(int member) {
        return laneOfMember[member];
    }

    /// The part of its lane's capacitance that member number `member` brings, 0 to 1.
    public double share(int member) {
        return share[member];
    }

    /// Capacitance that the denmems of a lane bring [F].
    public double laneCapacitance(int lane) {
        return laneCapacitance[lane];
    }

    /// Potential without exponential term and input: E_l, weighted with the leaks [V].
    public double restVolt() {
        return restVolt;
    }

    /// Capacitance of the whole membrane [F].
    public double capacitanceFarad() {
        return lanes.getFirst().capacitanceFarad();
    }
}
