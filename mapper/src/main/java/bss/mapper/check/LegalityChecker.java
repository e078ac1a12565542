package bss.mapper.check;

import bss.mapper.extract.L1Nets;
import bss.mapper.verify.Request;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;

/// Checks a mapping against every [Rule].
public final class LegalityChecker {

    private LegalityChecker() {}

    /// Checks with a chain length of 3 and without rates.
    public static CheckReport check(Mapping mapping, Request request, Defects defects) {
        return check(mapping, request, defects, CheckOptions.DEFAULTS);
    }

    /// Checks everything.
    ///
    /// @param request what the mapping is a mapping of
    public static CheckReport check(Mapping mapping, Request request, Defects defects, CheckOptions options) {
        Violations violations = new Violations();
        WaferConfiguration wafer = mapping.configuration();
        L1Nets nets = new L1Nets(wafer);
        Occupancy occupancy = new Occupancy(mapping, request, violations);
        SwitchRules switches = new SwitchRules(wafer, violations);
        for (int hicann : wafer.usedHicanns()) {
            HicannConfiguration chip = wafer.hicann(hicann).orElseThrow();
            switches.check(hicann, chip);
            new RepeaterRules(nets, violations).check(hicann, chip);
            new DriverRules(nets, options.chainLength(), violations).check(hicann, chip);
            new MergerRules(occupancy, violations).check(hicann, chip);
            new NeuronRules(occupancy, violations).check(hicann, chip);
        }
        new SynapseRules(mapping, request, occupancy, violations).check();
        new DefectRules(wafer, occupancy, defects, violations).check();
        new RateRules(mapping, request, options, violations).check();
        return violations.report();
    }
}
