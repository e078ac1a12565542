package bss.hil.suite.machine;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.WaferConfiguration;

/// Chips that send every pulse back: what comes down one Gbit link goes up its partner's (0 and 1, 2 and 3,
/// ...), through the loopback of the two DNC mergers.
///
/// The mergers take their left inputs alone, so that nothing comes from the merger tree. Source: halbe,
/// `hal/HICANN/DNCMergerLine.cpp`; its test is `HicannLoopback` of `test/halbe_hwtest_Layer2Test.py`.
public final class LoopChip {

    public static final int LINKS = 8;

    private LoopChip() {}

    /// The link on which pulses of link `down` come up.
    public static int partner(int down) {
        return down ^ 1;
    }

    /// Lets the even links go down and the odd ones up, or the reverse.
    public static HicannConfiguration looped(HicannConfiguration chip, boolean evenDown) {
        HicannConfigurationBuilder bits = chip.toBuilder();
        for (int link = 0; link < LINKS; link++) {
            boolean down = (link % 2 == 0) == evenDown;
            bits.link(link, down ? LinkDirection.TO_HICANN : LinkDirection.TO_DNC);
            bits.dncMerger(link, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false, down));
        }
        return bits.timestampEnable(true).build();
    }

    /// Looped chips, else as after reset; the FPGAs pass events of address 0 on.
    public static WaferConfiguration wafer(int[] hicanns, boolean evenDown) {
        WaferConfiguration wafer = Wafers.unfiltered();
        for (int h : hicanns) {
            wafer = wafer.with(h, looped(HicannConfiguration.RESET, evenDown));
        }
        return wafer;
    }
}
