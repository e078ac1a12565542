package bss.spec.transfer;

/// Which current mirror feeds I_gl, I_gladapt or I_radapt, made for a nominal speed-up (sthal:sthal/SpeedUp.h).
public enum SpeedMode {
    /// Nominal speed-up 1e5, `fast` bit set; mirror ratio 1 (I_radapt 8).
    FAST,
    /// Nominal speed-up 1e4, neither bit set; mirror ratio 3 (I_radapt 32).
    NORMAL,
    /// Nominal speed-up 1e3, `slow` bit set; mirror ratio 27 (I_radapt 160).
    SLOW;

    /// The mode of the two configuration bits; both set has no known meaning and is refused.
    public static SpeedMode ofBits(boolean slow, boolean fast) {
        if (slow && fast) {
            throw new IllegalArgumentException("speed bits are slow and fast, must be at most one of them");
        }
        return slow ? SLOW : fast ? FAST : NORMAL;
    }

    /// The `slow` configuration bit.
    public boolean slow() {
        return this == SLOW;
    }

    /// The `fast` configuration bit.
    public boolean fast() {
        return this == FAST;
    }
}
