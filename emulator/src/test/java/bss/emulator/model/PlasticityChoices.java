package bss.emulator.model;

/// What the description of the chip's plasticity leaves open, in one place; docs/plasticity.md decides.
final class PlasticityChoices {

    private static final double CYCLE = 8e-9;

    /// Windows of the pair rule, in cycles: 20 ms at a speed-up of 10^4 (NEST, stdp_facetshw_synapse_hom).
    static final double TAU_PLUS = 2e-6 / CYCLE;

    static final double TAU_MINUS = 2e-6 / CYCLE;

    /// PLL clocks of the controller per row: open 34, in each of the 8 column sets read 18, reset 21 and write 6,
    /// close 3.
    static final int ROW_CYCLES = 34 + 8 * (18 + 21 + 6) + 3;

    private PlasticityChoices() {}
}
