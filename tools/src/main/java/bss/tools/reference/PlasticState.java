package bss.tools.reference;

/// The state of one synapse that changes with spikes. It can be saved once and brought back.
abstract class PlasticState {

    private boolean saved;

    /// Whether [#save] was called since the last [#forget].
    final boolean isSaved() {
        return saved;
    }

    final void save() {
        saved = true;
        keep();
    }

    /// Goes back to what was saved, and forgets it.
    final void restore() {
        bringBack();
        forget();
    }

    final void forget() {
        saved = false;
    }

    abstract void keep();

    abstract void bringBack();
}
