package bss.tools.job.worker;

import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedRecordings;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.FetchParameters;
import bss.tools.job.v1.FetchPlacement;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.FetchSynapses;
import bss.tools.job.v1.FetchText;
import bss.tools.job.v1.FetchTrace;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.Options.Engine;
import bss.tools.job.v1.Recording;
import java.util.ArrayList;
import java.util.List;

/// What the result of a job consists of: all that was recorded at the end, and all that was realised.
final class ResultRequests {

    private ResultRequests() {}

    /// In the order in which the result holds the answers.
    static List<FetchRequest> of(JobLog log) {
        Build build = log.getCommands(0).getBuild();
        Engine engine = build.getOptions().getEngine();
        boolean mapped = engine != Engine.REFERENCE;
        JobNetwork network = build.getNetwork();
        List<FetchRequest.Builder> all = new ArrayList<>();
        for (int p = 0; engine != Engine.MAP && p < network.getPopulationsCount(); p++) {
            all.add(ask().setSpikes(FetchSpikes.newBuilder().setPopulation(p)));
            for (Recording recording : recorded(log, p)) {
                all.add(ask().setTrace(FetchTrace.newBuilder().setPopulation(p).setVariable(recording.getVariable())));
            }
        }
        for (int p = 0; p < network.getProjectionsCount(); p++) {
            if (mapped || network.getProjections(p).hasStdp()) {
                all.add(ask().setSynapses(FetchSynapses.newBuilder().setProjection(p)));
            }
        }
        for (int p = 0; mapped && p < network.getPopulationsCount(); p++) {
            all.add(ask().setPlacement(FetchPlacement.newBuilder().setPopulation(p)));
            all.add(ask().setParameters(FetchParameters.newBuilder().setPopulation(p)));
        }
        for (FetchText.Kind kind : texts(engine)) {
            all.add(ask().setText(FetchText.newBuilder().setKind(kind)));
        }
        return all.stream().map(FetchRequest.Builder::build).toList();
    }

    private static List<FetchText.Kind> texts(Engine engine) {
        return switch (engine) {
            case EMULATOR -> List.of(FetchText.Kind.REPORT, FetchText.Kind.PICTURE, FetchText.Kind.COUNTERS);
            case REALISED, MAP -> List.of(FetchText.Kind.REPORT, FetchText.Kind.PICTURE);
            case REFERENCE, UNRECOGNIZED -> List.of();
        };
    }

    private static List<Recording> recorded(JobLog log, int population) {
        List<Recording> last = log.getCommands(0)
                .getBuild()
                .getNetwork()
                .getPopulations(population)
                .getRecordingsList();
        for (Command command : log.getCommandsList()) {
            Change change = command.getChange();
            for (ChangedRecordings changed : change.getRecordingsList()) {
                last = changed.getPopulation() == population ? changed.getRecordingsList() : last;
            }
        }
        return last;
    }

    private static FetchRequest.Builder ask() {
        return FetchRequest.newBuilder();
    }
}
