package bss.tools.job.reference;

import bss.tools.reference.Projection;
import java.util.List;

/// What of a network is simulated: all of it as it is written, or what a mapping makes of it.
interface Realisation {

    /// Synapses of a projection of a job that are one projection of the model.
    ///
    /// @param connections of the job's projection, in the order of `synapses`
    record Part(Projection synapses, List<Integer> connections) {
        public Part {
            connections = List.copyOf(connections);
        }
    }

    /// The network as it is written.
    Realisation AS_WRITTEN = new Realisation() {
        @Override
        public boolean placed(int population, int cell) {
            return true;
        }

        @Override
        public double[] parameter(int population, String name, double[] written) {
            return written;
        }

        @Override
        public boolean whole() {
            return true;
        }

        @Override
        public List<Part> parts(int projection, Projection written) {
            return List.of(new Part(written, List.of()));
        }
    };

    /// Whether a neuron is there.
    boolean placed(int population, int cell);

    /// A parameter of all cells of a population of neurons.
    double[] parameter(int population, String name, double[] written);

    /// Whether every projection is one part, with all of its connections in their order.
    boolean whole();

    /// The synapses of a projection that are there.
    List<Part> parts(int projection, Projection written);
}
