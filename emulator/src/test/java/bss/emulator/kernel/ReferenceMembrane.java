package bss.emulator.kernel;

import java.util.Arrays;
import java.util.List;

/// The equations of neurons on one membrane in double precision and biological units, in steps of 0.05 ns of the
/// chip: symmetric splitting into linear flow, exact exponential flow and exact decays.
final class ReferenceMembrane {

    /// 160 of them make a step of the kernels.
    private static final double FINE_MS = Cell.STEP_MS / 160;

    private final List<Cell> cells;
    private final int n;
    final double[] w;
    final double[] gExc;
    final double[] gInh;
    private final double[][] fineDecay;
    final double[] spikes = new double[100_000];
    int count;
    double current;
    double v;
    private double now;
    private double hold;

    ReferenceMembrane(List<Cell> cells) {
        this.cells = cells;
        n = cells.size();
        w = new double[n];
        gExc = new double[n];
        gInh = new double[n];
        fineDecay = new double[n][];
        for (int k = 0; k < n; k++) {
            fineDecay[k] = decays(k, FINE_MS);
        }
        v = cells.getFirst().eL();
    }

    private double[] decays(int k, double ms) {
        Cell c = cells.get(k);
        return new double[] {
            Math.exp(-ms / c.tauExc()), Math.exp(-ms / c.tauInh()), Math.exp(-ms / c.tauW()),
        };
    }

    double[] spikeTimes() {
        return Arrays.copyOf(spikes, count);
    }

    /// One step of the kernels.
    void step() {
        for (int sub = 0; sub < 160; sub++) {
            double left = FINE_MS;
            while (left > 1e-12) {
                double done = hold > 0 ? held(left) : free(left);
                now += done;
                left -= done;
            }
        }
    }

    private double held(double ms) {
        double time = Math.min(hold, ms);
        hold -= time;
        relax(time);
        return time;
    }

    private void relax(double ms) {
        for (int k = 0; k < n; k++) {
            double[] d = ms == FINE_MS ? fineDecay[k] : decays(k, ms);
            gExc[k] *= d[0];
            gInh[k] *= d[1];
            double target = cells.get(k).a() * (v - cells.get(k).eL());
            w[k] = target + (w[k] - target) * d[2];
        }
    }

    private double slope() {
        double s = current;
        for (int k = 0; k < n; k++) {
            Cell c = cells.get(k);
            s += c.gL() * (c.eL() - v) + gExc[k] * (c.eExc() - v) + gInh[k] * (c.eInh() - v) - w[k];
        }
        return s / cells.getFirst().c();
    }

    /// Linear flow by the midpoint rule.
    private void linear(double ms) {
        double before = v;
        v = before + slope() * ms / 2;
        v = before + slope() * ms;
    }

    private double free(double ms) {
        Cell leader = cells.getFirst();
        double before = v;
        linear(ms / 2);
        double part = v >= leader.vPeak() ? 0.5 * (leader.vPeak() - before) / (v - before) : -1;
        for (int k = 0; k < n && part < 0; k++) {
            Cell c = cells.get(k);
            if (c.deltaT() > 0 && v > c.vT() - 14 * c.deltaT()) {
                double rate = ms * c.gL() / leader.c();
                double z = rate * Math.exp((v - c.vT()) / c.deltaT());
                double atPeak = rate * Math.exp((leader.vPeak() - c.vT()) / c.deltaT());
                if (1 / z - 1 <= 1 / atPeak) {
                    part = 1 / z - 1 / atPeak;
                } else {
                    v += z < 1e-3 ? c.deltaT() * z * (1 + z / 2 + z * z / 3) : -c.deltaT() * Math.log1p(-z);
                }
            }
        }
        double middle = v;
        if (part < 0) {
            relax(ms);
            linear(ms / 2);
            if (v >= leader.vPeak()) {
                part = 0.5 + 0.5 * (leader.vPeak() - middle) / (v - middle);
                return spike(leader, part * ms);
            }
            return ms;
        }
        v = Math.min(v, leader.vPeak());
        double time = Math.min(Math.max(part, 0), 1) * ms;
        relax(time);
        return spike(leader, time);
    }

    private double spike(Cell leader, double time) {
        spikes[count++] = now + time;
        v = leader.vReset();
        for (int k = 0; k < n; k++) {
            w[k] += cells.get(k).b();
        }
        hold = leader.tauRefrac();
        return time;
    }
}
