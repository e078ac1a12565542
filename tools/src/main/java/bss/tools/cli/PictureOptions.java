package bss.tools.cli;

import bss.mapper.MapperResult;
import bss.mapper.network.Network;
import bss.mapper.picture.MappingPage;
import bss.mapper.picture.Overlay;
import bss.mapper.picture.RouteChoice;
import bss.mapper.picture.WaferSvg;
import bss.mapper.picture.WaferView;
import bss.spec.defects.Defects;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of mapping that make something to look at.
final class PictureOptions {

    @Option(names = "--picture", paramLabel = "FILE.svg", description = "picture of the wafer")
    private @Nullable Path picture;

    @Option(
            names = "--overlay",
            paramLabel = "NAME",
            split = ",",
            description = "what the picture shows: use (default: synapse drivers in use), loss (lost synapses by target"
                    + " chip), lines (L1 lines in use), defects; of several, as in loss,lines, the first gives the"
                    + " colours")
    private @Nullable List<Overlay> overlays;

    @Option(
            names = "--route",
            paramLabel = "\"SRC[i]\"",
            description = "draws the bus of this cell into the picture; or a bus by chip and DNC merger, as in 88/D3")
    private @Nullable String route;

    @Option(
            names = "--html",
            paramLabel = "FILE.html",
            description = "page to explore the mapping with, one file for any browser")
    private @Nullable Path html;

    private Optional<OutputFile> pictureFile = Optional.empty();
    private Optional<OutputFile> htmlFile = Optional.empty();

    /// Refuses at once what would fail after long work.
    void check(OutputFiles files) {
        if (picture == null && (overlays != null || route != null)) {
            throw Failure.usage("%s is about the picture, name it with --picture FILE.svg"
                    .formatted(overlays != null ? "--overlay" : "--route"));
        }
        pictureFile = Optional.ofNullable(picture).map(path -> files.add("--picture", path));
        htmlFile = Optional.ofNullable(html).map(path -> files.add("--html", path));
    }

    /// What [#route] means in this network.
    Optional<RouteChoice> choice(Network network) {
        try {
            return route == null ? Optional.empty() : Optional.of(RouteChoice.parse(route, network));
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--route: " + e.getMessage());
        }
    }

    /// Writes what was asked for, after [#check(OutputFiles)].
    void write(MapperResult result, Network network, Defects defects) {
        if (pictureFile.isEmpty() && htmlFile.isEmpty()) {
            return;
        }
        WaferView view = WaferView.of(result, network, defects);
        List<Overlay> shown = overlays == null ? List.of(Overlay.USE) : overlays;
        Optional<RouteChoice> choice = choice(network);
        pictureFile.ifPresent(file -> file.write(to -> {
            try (OutputStream out = Files.newOutputStream(to)) {
                WaferSvg.write(view, shown, choice, out);
            }
        }));
        htmlFile.ifPresent(file -> file.write(to -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
                MappingPage.write(view, out);
            }
        }));
    }

    /// The options given, by name.
    Map<String, @Nullable Object> given() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--picture", picture);
        given.put("--overlay", overlays);
        given.put("--route", route);
        given.put("--html", html);
        return given;
    }
}
