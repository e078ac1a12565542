package bss.hil.suite.machine;

import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.Component;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.NeuronHalfConfig;
import bss.spec.config.RepeaterConfig;
import java.util.SplittableRandom;

/// Register words that may be written: patterns that silicon reserves are replaced by what they act as.
public final class Words {

    private Words() {}

    /// All bits of a component's word.
    public static int mask(Component component) {
        return (1 << component.bits()) - 1;
    }

    /// The word, or for a reserved one the word that acts as it does; bits above the width are cut off.
    public static int legal(Component component, int index, int word) {
        int w = word & mask(component);
        return switch (component) {
            case MERGER, DNC_MERGER -> MergerConfig.fromBits(w).bits();
            case LINK -> LinkDirection.fromBits(w).bits();
            case HORIZONTAL_REPEATER, VERTICAL_REPEATER ->
                RepeaterConfig.fromBits(w).bits();
            case NEURON_HALF -> NeuronHalfConfig.fromBits(w).bits();
            case ANALOG_OUTPUT -> {
                AnalogOutputConfig shown = AnalogOutputConfig.fromBits(w);
                boolean absent = index == 1 && shown == AnalogOutputConfig.FIRELINE_NEURON_0;
                yield absent ? 0 : shown.bits();
            }
            default -> w;
        };
    }

    /// A random word.
    public static int random(Component component, int index, SplittableRandom random) {
        return legal(component, index, random.nextInt(1 << component.bits()));
    }

    /// The word of the walking one: bit (index + step) mod width.
    public static int walkingOne(Component component, int index, int step) {
        return legal(component, index, 1 << (index + step) % component.bits());
    }

    /// All bits but the walking one.
    public static int walkingZero(Component component, int index, int step) {
        return legal(component, index, ~(1 << (index + step) % component.bits()));
    }
}
