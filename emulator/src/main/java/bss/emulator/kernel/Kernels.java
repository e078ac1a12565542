package bss.emulator.kernel;

/// The kernels that one thread uses: one for circuits of one lane, one for those that are leaky integrators, one for
/// groups. The vector kernels give the same bits as the scalar ones, many lanes at once.
///
/// Instances belong to one thread at a time, since vector kernels hold intermediate values.
///
/// @param adex for circuits of one lane
/// @param lif for circuits of one lane with [CircuitState#isLif(int)]
/// @param group for groups of lanes
public record Kernels(NeuronKernel adex, NeuronKernel lif, NeuronKernel group) {

    private static final String MODULE = "jdk.incubator.vector";

    /// New kernels for one thread.
    ///
    /// @param vector whether to use vectors if this machine's Java was started with its module for them
    public static Kernels of(boolean vector) {
        return vector && vectors()
                ? Vectors.kernels()
                : new Kernels(new ScalarKernel(), new ScalarKernel(), new GroupKernel());
    }

    /// Whether Java was started with `--add-modules jdk.incubator.vector`.
    public static boolean vectors() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /// Loaded only where the module is there.
    private static final class Vectors {
        private static Kernels kernels() {
            return new Kernels(new VectorKernel(), new VectorLifKernel(), new GroupKernel());
        }
    }
}
