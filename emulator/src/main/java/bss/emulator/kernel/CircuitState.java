package bss.emulator.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// State and coefficients of many neuron circuits, one lane each, as arrays of integers.
///
/// A lane is a circuit of its own, or member of a group of lanes that share one membrane; the first lane of a
/// group is the one that fires. Formats (Qm.n has n fraction bits; "per step" means per 8 ns):
///
/// | | |
/// |---|---|
/// | V, E_*, V_t, V_reset | Q1.30 V |
/// | w, b | Q-2.33 V per step (the current divided by the capacitance) |
/// | conductances | Q4.27 per step, not negative |
/// | I | Q0.31 V per step |
/// | leak kL | Q-2.33 per step, even |
/// | decay per step of a conductance | unsigned Q0.32 |
/// | kW = 1 - exp(-h/tauW), aW = a h/C kW | Q-5.37, Q-8.40 |
/// | times within a step | Q30 |
///
/// V is stored after the exponential flow of the last step but before its last half step of linear flow, which is
/// merged with the first half of the next one; w and the conductances are those at the boundary.
/// Unconfigured lanes stay at 0 V and never fire.
public final class CircuitState {

    /// Length h of a step: one cycle of the 125 MHz PLL clock.
    public static final double STEP_SECOND = 8e-9;

    /// Index of lane 0 in the arrays of [#inputsExc()] and [#inputsInh()].
    public static final int INPUT_BASE = 12;

    /// Index of lane 0 in all arrays. After the 16 bytes of an array's header, that lane lies on a cache line if
    /// arrays do (-XX:ObjectAlignmentInBytes=64).
    static final int BASE = INPUT_BASE;

    /// Elements behind the last lane, so that vectors may reach beyond it. They are unconfigured lanes.
    static final int MARGIN = 16;

    /// Conductance per step at which the general form of the linear flow takes over, log2 of Q27: 1/16.
    static final int FAST_CONDUCTANCE_BITS = 23;

    /// Rarely used values lie together, `RARE` ints per lane, for they are fetched together at a spike.
    static final int RARE = 8;

    static final int V_RESET = 0;
    static final int B = 1;
    /// Whole steps and fraction (Q30) of the refractory time.
    static final int REFRACTORY_STEPS = 2;

    static final int REFRACTORY_FRACTION = 3;
    /// Fraction of the step in which the circuit is released, Q30, counted from the start of its window.
    static final int RELEASE = 4;
    /// Time to blow-up of the exponential flow at V_t, steps, Q20; at most [#SLOW_BLOW_UP].
    static final int BLOW_UP = 5;
    /// Rate of the exponential flow at V_t, Q30 V per step; at most the largest int.
    static final int CROSSING_RATE = 6;
    /// Start of the window in which V is counted, steps before the boundary, Q30: 0, or a half if the linear flow
    /// crosses the threshold.
    static final int WINDOW = 7;

    /// From this time to blow-up on, the threshold may be crossed by the linear flow before the boundary.
    static final int WEAK_BLOW_UP = 2 << 20;

    /// From this one on, the exponential flow at V_t is as good as straight.
    static final int SLOW_BLOW_UP = 1 << 30;

    /// What the group arrays hold while there is no group: shared by all states, and written to by none. A chip has up
    /// to 512 lanes.
    private static final int[] ONES = ones(BASE + 512 + MARGIN);

    private static final int[] SELVES = selves(ONES.length);

    final int[] v;
    final int[] w;
    final int[] gExc;
    final int[] gInh;
    /// Steps of refractoriness left; 1 is the step of release.
    final int[] refractory;

    final int[] inExc;
    final int[] inInh;

    int[] eL;
    int[] kL;
    int[] current;
    int[] eExc;
    int[] eInh;
    int[] qExc;
    int[] qInh;
    int[] aW;
    int[] kW;
    /// Voltage at which the exponential flow would blow up within one step.
    int[] vTp;
    /// log2 e / ΔT = iD / 2^(5 + shift), with iD from 2^15 to 2^16, and ΔT = dQ / 2^(25 - shift) V.
    int[] iD;

    int[] dQ;
    int[] shift;
    int[] vSpike;
    final int[] rare;
    /// Lanes of the group that starts here; 1 for a circuit of its own, 0 for the other lanes of a group.
    int[] members;

    /// Index of the lane that fires for this one.
    int[] leader;
    /// Distance of the lanes of the group that starts here.
    int[] stride;

    /// Whether the three arrays above are this state's own.
    private boolean grouped;

    double[] capacitance;

    /// Whether other blocks may have some of the arrays of coefficients too ([SharedCoefficients]).
    boolean shared;

    private final int lanes;

    /// @param lanes number of lanes, not negative
    public CircuitState(int lanes) {
        if (lanes < 0) {
            throw new IllegalArgumentException("number of lanes is %d, must not be negative".formatted(lanes));
        }
        this.lanes = lanes;
        int length = BASE + lanes + MARGIN;
        v = new int[length];
        w = new int[length];
        gExc = new int[length];
        gInh = new int[length];
        refractory = new int[length];
        inExc = new int[length];
        inInh = new int[length];
        eL = new int[length];
        kL = new int[length];
        current = new int[length];
        eExc = new int[length];
        eInh = new int[length];
        qExc = new int[length];
        qInh = new int[length];
        aW = new int[length];
        kW = new int[length];
        vTp = new int[length];
        iD = new int[length];
        dQ = new int[length];
        shift = new int[length];
        vSpike = new int[length];
        rare = new int[length * RARE];
        capacitance = new double[length];
        Arrays.fill(capacitance, 1e-12);
        members = length <= ONES.length ? ONES : ones(length);
        stride = members;
        leader = length <= ONES.length ? SELVES : selves(length);
        Arrays.fill(vTp, Integer.MAX_VALUE);
        Arrays.fill(iD, 1 << 15);
        Arrays.fill(vSpike, Integer.MAX_VALUE);
    }

    private static int[] ones(int length) {
        int[] ones = new int[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] selves(int length) {
        int[] selves = new int[length];
        Arrays.setAll(selves, i -> i);
        return selves;
    }

    public int lanes() {
        return lanes;
    }

    /// Index of `lane` in the arrays.
    ///
    /// @throws IndexOutOfBoundsException if there is no such lane
    private int index(int lane) {
        return BASE + Objects.checkIndex(lane, lanes);
    }

    /// Whether `lane` is without exponential term and without adaptation, so that a kernel for leaky integrators
    /// may step it. It stays so until the lane gets other parameters or an adaptation current is set.
    public boolean isLif(int lane) {
        int i = index(lane);
        return dQ[i] == 0 && aW[i] == 0 && w[i] == 0 && rare[i * RARE + B] == 0;
    }

    /// The excitatory conductances that arrive at the boundary with which the next step starts, for writing in
    /// place of [#addInput(int, Receptor, int)]: that of a lane is at [#INPUT_BASE] + lane. Values are not
    /// negative, and whoever adds keeps sums at the largest int.
    public int[] inputsExc() {
        return inExc;
    }

    /// The inhibitory ones, as [#inputsExc()].
    public int[] inputsInh() {
        return inInh;
    }

    private double stepPerFarad(int i) {
        return STEP_SECOND / capacitance[i];
    }

    /// Capacitance of the whole membrane that a lane is part of [F].
    public double capacitanceFarad(int lane) {
        return capacitance[index(lane)];
    }

    /// Makes `lane` a circuit of its own with these parameters. Its state and its current (in V per step) stay.
    public void set(int lane, CircuitParameters parameters) {
        int i = index(lane);
        SharedCoefficients.own(this);
        dissolve(i);
        CircuitCoefficients.write(this, i, parameters, parameters.vTVolt());
        capacitance[i] = parameters.capacitanceFarad();
    }

    /// Makes neighbouring lanes from `first` on one membrane, as [#setGroup(int, int, List)].
    public void setGroup(int first, List<CircuitParameters> parameters) {
        setGroup(first, 1, parameters);
    }

    /// Makes the lanes `first`, `first + stride`, ... one membrane, a lane for each element.
    ///
    /// V_t, V_reset and refractory time of the first are those of the group. A group needs at least two members,
    /// since a single one is a lane of its own. Groups of one size can be laid out member by member, so that a
    /// vector holds one member each of many groups; the stride is then their number.
    ///
    /// @param stride distance of the members, at least 1
    /// @throws IllegalArgumentException if the members are fewer than two, or state different capacitances
    /// @throws IndexOutOfBoundsException if the members do not fit
    public void setGroup(int first, int stride, List<CircuitParameters> parameters) {
        int size = parameters.size();
        if (size < 2) {
            throw new IllegalArgumentException("group has %d members, must have at least 2".formatted(size));
        }
        if (stride < 1) {
            throw new IllegalArgumentException("stride is %d, must be at least 1".formatted(stride));
        }
        int lead = index(first);
        index(Math.toIntExact(first + (size - 1L) * stride));
        CircuitParameters leading = parameters.getFirst();
        for (CircuitParameters p : parameters) {
            if (p.capacitanceFarad() != leading.capacitanceFarad()) {
                throw new IllegalArgumentException("members state capacitances %g F and %g F, must all state the sum"
                        .formatted(leading.capacitanceFarad(), p.capacitanceFarad()));
            }
        }
        SharedCoefficients.own(this);
        ownGroups();
        for (int k = 0; k < size; k++) {
            dissolve(lead + k * stride);
        }
        double blowUps = 0;
        double rates = 0;
        for (int k = 0; k < size; k++) {
            int i = lead + k * stride;
            double blowUp = CircuitCoefficients.write(this, i, parameters.get(k), leading.vTVolt());
            blowUps += 1 / blowUp;
            rates += parameters.get(k).exponential() ? parameters.get(k).deltaTVolt() / blowUp : 0;
            capacitance[i] = leading.capacitanceFarad();
            members[i] = 0;
            leader[i] = lead;
            v[i] = v[lead];
        }
        members[lead] = size;
        this.stride[lead] = stride;
        CircuitCoefficients.writeCrossing(this, lead, 1 / blowUps, rates);
    }

    /// Before the first group: this state gets arrays of its own for them.
    private void ownGroups() {
        if (!grouped) {
            grouped = true;
            members = ones(v.length);
            stride = ones(v.length);
            leader = selves(v.length);
        }
    }

    /// Leaves no group behind of which element `i` was a part: its other lanes become circuits of their own.
    private void dissolve(int i) {
        int lead = leader[i];
        int size = members[lead];
        if (size == 1) {
            return;
        }
        for (int k = 0; k < size; k++) {
            int member = lead + k * stride[lead];
            members[member] = 1;
            leader[member] = member;
        }
    }

    /// Sets the constant current into the membrane from the present boundary on; positive ones depolarise.
    ///
    /// @throws IllegalArgumentException if |I| h / C is not below 3/16 V
    public void setCurrent(int lane, double ampere) {
        int i = index(lane);
        double slope = ampere * stepPerFarad(i);
        if (!(Math.abs(slope) < 3.0 / 16)) {
            throw new IllegalArgumentException(
                    "current is %g A: I h / C is %g V, must be within +-0.1875 V".formatted(ampere, slope));
        }
        int next = (int) CircuitCoefficients.quantise(slope, 31);
        int lead = leader[i];
        if (refractory[lead] == 0) {
            // the coming window begins half a step before the boundary, when the old current still flowed
            storeVoltage(lead, v[lead] - ((next - current[i]) >> 2));
        }
        if (current[i] != next) {
            SharedCoefficients.own(this);
            current[i] = next;
        }
    }

    /// A conductance as the kernels take it: Q4.27 of g h / C, at most the largest int.
    ///
    /// @param siemens not negative
    public int conductance(int lane, double siemens) {
        if (!(siemens >= 0)) {
            throw new IllegalArgumentException("conductance is %g S, must not be negative".formatted(siemens));
        }
        return (int) Math.min(CircuitCoefficients.quantise(siemens * stepPerFarad(index(lane)), 27), Integer.MAX_VALUE);
    }

    /// Lets a conductance arrive at the boundary with which the next step starts. The sum stays at the largest
    /// int; since no summand is negative, it does not depend on their order.
    ///
    /// @param conductance from [#conductance(int, double)], not negative
    public void addInput(int lane, Receptor receptor, int conductance) {
        if (conductance < 0) {
            throw new IllegalArgumentException("conductance is %d, must not be negative".formatted(conductance));
        }
        int[] in = switch (receptor) {
            case EXCITATORY -> inExc;
            case INHIBITORY -> inInh;
        };
        int i = index(lane);
        in[i] = FixedPoint.addSaturating(in[i], conductance);
    }

    /// Puts the circuit to rest: V at E_l, no adaptation, no conductance, nothing arriving, not refractory. In a
    /// group, V becomes the E_l of the lane given.
    public void rest(int lane) {
        int i = index(lane);
        storeVoltage(leader[i], eL[i]);
        w[i] = 0;
        gExc[i] = 0;
        gInh[i] = 0;
        inExc[i] = 0;
        inInh[i] = 0;
        refractory[leader[i]] = 0;
    }

    /// Takes over the state, not the coefficients, of a lane of another block of lanes.
    public void resume(int lane, CircuitState other, int otherLane) {
        int to = index(lane);
        int from = other.index(otherLane);
        v[to] = other.v[from];
        w[to] = other.w[from];
        gExc[to] = other.gExc[from];
        gInh[to] = other.gInh[from];
        refractory[to] = other.refractory[from];
        inExc[to] = other.inExc[from];
        inInh[to] = other.inInh[from];
        if (current[to] != other.current[from]) {
            SharedCoefficients.own(this);
            current[to] = other.current[from];
        }
        rare[to * RARE + RELEASE] = other.rare[from * RARE + RELEASE];
    }

    /// Lets this block of lanes and another one of as many lanes hold in common the coefficients that are the same in
    /// both, until they are changed in one of them; nothing else changes. While no thread works on either.
    public void share(CircuitState other) {
        if (lanes == other.lanes) {
            SharedCoefficients.share(this, other);
        }
    }

    /// Takes over the neighbouring lanes of a whole circuit from another block of lanes, with coefficients and state.
    ///
    /// @param first its first lane here
    /// @param otherFirst its first lane there
    /// @param count number of its lanes
    public void copy(int first, CircuitState other, int otherFirst, int count) {
        int to = index(first);
        int from = other.index(otherFirst);
        index(first + count - 1);
        SharedCoefficients.own(this);
        for (int k = 0; k < count; k++) {
            dissolve(to + k);
        }
        int[][] source = other.perLane();
        int[][] target = perLane();
        for (int a = 0; a < source.length; a++) {
            System.arraycopy(source[a], from, target[a], to, count);
        }
        System.arraycopy(other.rare, from * RARE, rare, to * RARE, count * RARE);
        System.arraycopy(other.capacitance, from, capacitance, to, count);
        if (count > 1) {
            ownGroups();
            for (int k = 0; k < count; k++) {
                members[to + k] = other.members[from + k];
                stride[to + k] = other.stride[from + k];
                leader[to + k] = other.leader[from + k] - from + to;
            }
        }
    }

    /// The arrays with one int for each lane, but those of groups.
    private int[][] perLane() {
        return new int[][] {
            v,
            w,
            gExc,
            gInh,
            refractory,
            inExc,
            inInh,
            eL,
            kL,
            current,
            eExc,
            eInh,
            qExc,
            qInh,
            aW,
            kW,
            vTp,
            iD,
            dQ,
            shift,
            vSpike
        };
    }

    /// The membrane voltage in volts, 0 to 1.8; the last half step of linear flow is still missing in it.
    public double voltage(int lane) {
        return v[leader[index(lane)]] * 0x1p-30;
    }

    /// Sets the membrane voltage; in a group, that of all lanes.
    ///
    /// @param volt clamped to 0 to 1.8 V
    public void setVoltage(int lane, double volt) {
        storeVoltage(leader[index(lane)], CircuitCoefficients.quantise(volt, 30));
    }

    private void storeVoltage(int lead, long voltage) {
        int value = FixedPoint.clampV(voltage);
        for (int k = 0; k < members[lead]; k++) {
            v[lead + k * stride[lead]] = value;
        }
    }

    /// The adaptation current w of the lane in ampere.
    public double adaptation(int lane) {
        int i = index(lane);
        return w[i] * 0x1p-33 / stepPerFarad(i);
    }

    /// Sets the adaptation current.
    ///
    /// @param ampere clamped to about +-1/4 V of w h / C
    public void setAdaptation(int lane, double ampere) {
        int i = index(lane);
        w[i] = FixedPoint.clampW(CircuitCoefficients.quantise(ampere * stepPerFarad(i), 33));
    }

    /// The synaptic conductance of the lane in siemens.
    public double conductance(int lane, Receptor receptor) {
        int i = index(lane);
        int g = switch (receptor) {
            case EXCITATORY -> gExc[i];
            case INHIBITORY -> gInh[i];
        };
        return g * 0x1p-27 / stepPerFarad(i);
    }

    /// Sets a synaptic conductance.
    ///
    /// @param siemens not negative; saturates at g h / C = 16
    public void setConductance(int lane, Receptor receptor, double siemens) {
        int g = conductance(lane, siemens);
        switch (receptor) {
            case EXCITATORY -> gExc[index(lane)] = g;
            case INHIBITORY -> gInh[index(lane)] = g;
        }
    }

    /// Whether the membrane is held at V_reset.
    public boolean isRefractory(int lane) {
        return refractory[leader[index(lane)]] != 0;
    }
}
