package bss.mapper.check;

import bss.mapper.verify.Request;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.FpgaOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.WaferTopology;

/// Bandwidth of the external sources (marocco:marocco/placement/InputPlacement.cpp).
final class RateRules {

    private static final double PER_HICANN_HZ = 17.8e6;
    private static final double PER_FPGA_HZ = 125e6;

    private final Mapping mapping;
    private final Request request;
    private final CheckOptions options;
    private final Violations violations;

    RateRules(Mapping mapping, Request request, CheckOptions options, Violations violations) {
        this.mapping = mapping;
        this.request = request;
        this.options = options;
        this.violations = violations;
    }

    void check() {
        double[] ofHicann = new double[WaferConfiguration.HICANNS];
        double[] ofFpga = new double[FpgaOnWafer.COUNT];
        for (int p = 0; p < mapping.cells().size(); p++) {
            CellSites sites = mapping.cells().get(p);
            for (int i = 0; i < sites.count() && sites.external(); i++) {
                if (sites.placed(i)) {
                    double hertz = options.rate(request.cell(p, i)).orElse(0) * mapping.speedup();
                    ofHicann[sites.hicann(i)] += hertz;
                    ofFpga[WaferTopology.fpga(sites.hicann(i))] += hertz;
                }
            }
        }
        check("HICANN", ofHicann, PER_HICANN_HZ);
        check("FPGA", ofFpga, PER_FPGA_HZ);
    }

    private void check(String what, double[] hertz, double limit) {
        for (int i = 0; i < hertz.length; i++) {
            int number = i;
            if (hertz[i] > limit * options.share()) {
                violations.add(
                        Rule.INPUT_RATE,
                        () -> "input of %s %d".formatted(what, number),
                        "%.3g Hz".formatted(hertz[i]),
                        "at most %.3g Hz".formatted(limit * options.share()));
            }
        }
    }
}
