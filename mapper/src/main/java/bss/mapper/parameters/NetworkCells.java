package bss.mapper.parameters;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.CellType;
import java.util.EnumMap;
import java.util.Map;

/// The parameters of each neuron of a population, as the seam of parameter translation wants them.
final class NetworkCells {

    private final CellType type;
    private final Map<CellParameter, double[]> values = new EnumMap<>(CellParameter.class);

    NetworkCells(Network network, int population) {
        Population p = network.populations().get(population);
        type = switch (p.cell()) {
            case bss.mapper.network.CellType.IfCondExp _ -> CellType.IF_COND_EXP;
            case bss.mapper.network.CellType.EifCondExpIsfaIsta _ -> CellType.EIF_COND_EXP_ISFA_ISTA;
            case bss.mapper.network.CellType.SpikeSourcePoisson _, bss.mapper.network.CellType.SpikeSourceArray _ ->
                throw new IllegalArgumentException("population '%s' is a %s, must be neurons"
                        .formatted(p.label(), p.cell().name()));
        };
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        for (CellParameter parameter : CellParameter.values()) {
            if (parameter.belongsTo(type)) {
                values.put(parameter, resolved.parameter(population, parameter.pynnName()));
            }
        }
    }

    CellParameters cell(int index) {
        Map<CellParameter, Double> cell = new EnumMap<>(CellParameter.class);
        values.forEach((parameter, column) -> cell.put(parameter, column[index]));
        return CellParameters.of(type, cell);
    }
}
