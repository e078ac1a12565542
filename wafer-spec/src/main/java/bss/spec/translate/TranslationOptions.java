package bss.spec.translate;

import java.util.Optional;

/// How to translate.
///
/// @param speedup biological over hardware time, 1e3..1e5
/// @param window the voltage window to use; empty: choose the one that clips least
public record TranslationOptions(double speedup, Optional<VoltageWindow> window) {

    /// Speed-up 10,000, window chosen.
    public static final TranslationOptions DEFAULTS = new TranslationOptions(10_000, Optional.empty());

    public TranslationOptions {
        if (!(speedup >= 1e3 && speedup <= 1e5)) {
            throw new IllegalArgumentException("speed-up is %s, must be 1000..100000".formatted(speedup));
        }
    }

    /// The same with another speed-up.
    public TranslationOptions withSpeedup(double speedup) {
        return new TranslationOptions(speedup, window);
    }

    /// The same with a fixed window.
    public TranslationOptions withWindow(VoltageWindow window) {
        return new TranslationOptions(speedup, Optional.of(window));
    }
}
