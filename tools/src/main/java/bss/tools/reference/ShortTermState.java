package bss.tools.reference;

/// The resources of one Tsodyks-Markram synapse; equations at [Plasticity.TsodyksMarkram].
final class ShortTermState extends ShortTerm {

    private Plasticity.TsodyksMarkram rule;
    private final double tauPscMs;
    private double weight;
    private double active; // y
    private double inactive; // z
    private double utilisation; // u
    private double lastMs;
    private double savedActive;
    private double savedInactive;
    private double savedUtilisation;
    private double savedLastMs;

    ShortTermState(Plasticity.TsodyksMarkram rule, double tauPscMs, double weight) {
        this.rule = rule;
        this.tauPscMs = tauPscMs;
        this.weight = weight;
    }

    @Override
    double transmit(double timeMs) {
        double h = timeMs - lastMs;
        lastMs = timeMs;
        double recovery = StrictMath.exp(-h / rule.tauRecMs());
        // z(t) = e^(-t/τr) (z0 + y0/τp (1 - e^(-dt))/d) with d = 1/τp - 1/τr; the quotient tends to t as d
        // to 0
        double d = 1 / tauPscMs - 1 / rule.tauRecMs();
        double span = d == 0 ? h : -StrictMath.expm1(-d * h) / d;
        inactive = recovery * (inactive + active / tauPscMs * span);
        active *= StrictMath.exp(-h / tauPscMs);
        utilisation *= rule.tauFacilMs() == 0 ? 0 : StrictMath.exp(-h / rule.tauFacilMs());
        utilisation += rule.u() * (1 - utilisation);
        double released = utilisation * (1 - active - inactive);
        active += released;
        return weight * released;
    }

    @Override
    void change(Plasticity newRule, double newWeight) {
        rule = (Plasticity.TsodyksMarkram) newRule;
        weight = newWeight;
    }

    @Override
    void keep() {
        savedActive = active;
        savedInactive = inactive;
        savedUtilisation = utilisation;
        savedLastMs = lastMs;
    }

    @Override
    void bringBack() {
        active = savedActive;
        inactive = savedInactive;
        utilisation = savedUtilisation;
        lastMs = savedLastMs;
    }
}
