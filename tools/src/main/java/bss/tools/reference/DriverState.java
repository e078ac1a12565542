package bss.tools.reference;

/// What a synapse driver keeps for one source; equations at [Plasticity.DriverShortTerm].
final class DriverState implements ShortTerm {

    private final Plasticity.DriverShortTerm rule;
    private final double weight;
    private double inactive; // I
    private double lastMs;

    DriverState(Plasticity.DriverShortTerm rule, double weight) {
        this.rule = rule;
        this.weight = weight;
    }

    @Override
    public double transmit(double timeMs) {
        inactive *= StrictMath.exp((lastMs - timeMs) / rule.tauRecMs());
        lastMs = timeMs;
        double change = rule.lambda() * inactive - rule.lambdaN();
        inactive += rule.u() * (1 - inactive);
        return weight * Math.max(0, rule.depression() ? 1 - change : 1 + change);
    }
}
