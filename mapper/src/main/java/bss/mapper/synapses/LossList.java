package bss.mapper.synapses;

import bss.spec.mapping.Loss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reasons for lost synapses, each once, in the order in which they were first given.
public final class LossList {

    private final List<Loss> losses = new ArrayList<>();
    private final Map<Loss, Integer> index = new HashMap<>();

    /// The number of a reason.
    public int indexOf(Loss loss) {
        Integer known = index.get(loss);
        if (known != null) {
            return known;
        }
        index.put(loss, losses.size());
        losses.add(loss);
        return losses.size() - 1;
    }

    public List<Loss> list() {
        return List.copyOf(losses);
    }
}
