package bss.spec.config;

import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.SpeedMode;

/// Settings shared by the 256 denmems of one half (top or bottom row) of a chip.
///
/// Register word: bit 0 big capacitor, then two bits each (`fast`, `slow`) of I_gl, I_gladapt, I_radapt; both set is
/// reserved and acts as slow. Source: halbe, `hal/HICANNContainer.h` struct NeuronConfig.
public record NeuronHalfConfig(CircuitMode mode) {

    public static final int BITS = 7;

    public static final NeuronHalfConfig RESET = new NeuronHalfConfig(CircuitMode.DEFAULT);

    public int bits() {
        return Bits.flag(mode.bigcap(), 0)
                | speed(mode.gl()) << 1
                | speed(mode.gladapt()) << 3
                | speed(mode.radapt()) << 5;
    }

    public static NeuronHalfConfig fromBits(int word) {
        return new NeuronHalfConfig(
                new CircuitMode(Bits.flag(word, 0), speed(word, 1), speed(word, 3), speed(word, 5)));
    }

    private static int speed(SpeedMode speed) {
        return Bits.flag(speed.fast(), 0) | Bits.flag(speed.slow(), 1);
    }

    private static SpeedMode speed(int word, int position) {
        boolean slow = Bits.flag(word, position + 1);
        return SpeedMode.ofBits(slow, !slow && Bits.flag(word, position));
    }
}
