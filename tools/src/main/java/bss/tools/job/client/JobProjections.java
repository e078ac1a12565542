package bss.tools.job.client;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Projection;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.StdpParameters;
import bss.tools.job.v1.TsodyksMarkramColumns;
import bss.tools.job.v1.Values;
import java.util.function.IntToDoubleFunction;

/// Projections as jobs have them: a list of connections each.
final class JobProjections {

    /// What all connections may need: messages end at 2 GiB, servers take less.
    private static final long MOST_BYTES = 1L << 30;

    private JobProjections() {}

    static void add(Network network, JobNetwork.Builder job) {
        long bytes = 0;
        for (int p = 0; p < network.projections().size(); p++) {
            JobProjection projection = projection(network, p);
            bytes += projection.getSerializedSize();
            if (bytes > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "its drawn connections have more than %d bytes at projection %d of %d, the most of a job"
                                .formatted(
                                        MOST_BYTES, p + 1, network.projections().size()));
            }
            job.addProjections(projection);
        }
    }

    private static JobProjection projection(Network network, int index) {
        Projection projection = network.projections().get(index);
        Connections drawn = Expansion.expand(network, index);
        JobProjection.Builder job = JobProjection.newBuilder()
                .setLabel(projection.label())
                .setSource(projection.source())
                .setTarget(projection.target())
                .setReceptor(projection.receptor().label())
                .setPre(JobNetworks.column(drawn.sources()))
                .setPost(JobNetworks.column(drawn.targets()))
                .setWeight(values(drawn.size(), drawn::weight));
        if (drawn.size() > 0) {
            job.setDelay(values(drawn.size(), drawn::delayMs));
        }
        switch (projection.synapse().plasticity()) {
            case Plasticity.Static _ -> {}
            case Plasticity.TsodyksMarkram tm ->
                job.setTsodyksMarkram(TsodyksMarkramColumns.newBuilder()
                        .setU(all(tm.u()))
                        .setTauRec(all(tm.tauRecMs()))
                        .setTauFacil(all(tm.tauFacilMs())));
            case Plasticity.Stdp stdp ->
                job.setStdp(StdpParameters.newBuilder()
                        .setTauPlus(stdp.tauPlusMs())
                        .setTauMinus(stdp.tauMinusMs())
                        .setAPlus(stdp.aPlus())
                        .setAMinus(stdp.aMinus())
                        .setWMin(stdp.wMin())
                        .setWMax(stdp.wMax())
                        // what a network file means
                        .setDendriticDelayFraction(1));
        }
        return job.build();
    }

    /// Once if it is the same of all.
    private static Values values(int n, IntToDoubleFunction of) {
        double[] column = new double[n];
        boolean same = true;
        for (int i = 0; i < n; i++) {
            column[i] = of.applyAsDouble(i);
            same &= column[i] == column[0];
        }
        if (same) {
            return all(n == 0 ? 0 : column[0]);
        }
        return Values.newBuilder().setF64(JobNetworks.column(column)).build();
    }

    private static Values all(double value) {
        return Values.newBuilder().setAll(value).build();
    }
}
