package bss.tools.reference;

/// What a synapse driver keeps for one source; equations at [Plasticity.DriverShortTerm].
final class DriverState extends ShortTerm {

    private Plasticity.DriverShortTerm rule;
    private double weight;
    private double inactive; // I
    private double lastMs;
    private double savedInactive;
    private double savedLastMs;

    DriverState(Plasticity.DriverShortTerm rule, double weight) {
        this.rule = rule;
        this.weight = weight;
    }

    @Override
    double transmit(double timeMs) {
        inactive *= StrictMath.exp((lastMs - timeMs) / rule.tauRecMs());
        lastMs = timeMs;
        double change = rule.lambda() * inactive - rule.lambdaN();
        inactive += rule.u() * (1 - inactive);
        return weight * Math.max(0, rule.depression() ? 1 - change : 1 + change);
    }

    @Override
    void change(Plasticity newRule, double newWeight) {
        rule = (Plasticity.DriverShortTerm) newRule;
        weight = newWeight;
    }

    @Override
    void keep() {
        savedInactive = inactive;
        savedLastMs = lastMs;
    }

    @Override
    void bringBack() {
        inactive = savedInactive;
        lastMs = savedLastMs;
    }
}
