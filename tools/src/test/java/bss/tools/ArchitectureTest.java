package bss.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The module diagram of docs/developing.md, as a test.
class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("bss");

    @Test
    void modulesDependDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("bss..")
                .layer("spec")
                .definedBy("bss.spec..")
                .layer("proto")
                .definedBy("bss.proto..")
                .layer("mapper")
                .definedBy("bss.mapper..")
                .layer("emulator")
                .definedBy("bss.emulator..")
                .layer("calibration")
                .definedBy("bss.calibration..")
                .layer("hil")
                .definedBy("bss.hil..")
                .layer("tools")
                .definedBy("bss.tools..")
                .whereLayer("tools")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("proto")
                .mayOnlyBeAccessedByLayers("tools", "hil")
                .whereLayer("hil")
                .mayOnlyBeAccessedByLayers("tools")
                .whereLayer("mapper")
                .mayOnlyBeAccessedByLayers("tools")
                .whereLayer("emulator")
                .mayOnlyBeAccessedByLayers("tools")
                .whereLayer("calibration")
                .mayOnlyBeAccessedByLayers("tools")
                .whereLayer("spec")
                .mayNotAccessAnyLayer()
                .check(CODE);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("bss.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void theMachineModelNeedsNothingButTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("bss.spec..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("bss.spec..", "java..", "org.jspecify..")
                .check(CODE);
    }

    /// So that what it finds of an endpoint is what the endpoint does over the wire.
    @Test
    void theConformanceHarnessSpeaksTheWireAlone() {
        noClasses()
                .that()
                .resideInAPackage("bss.hil..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("bss.emulator..", "bss.mapper..", "bss.calibration..", "bss.tools..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("bss\\.proto\\.link\\.LinkServer")
                .check(CODE);
    }

    @Test
    void solversAreCalledWhereTheyAreWrappedAndForDriversAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("bss.mapper.solver..", "bss.mapper.landing..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.ortools..")
                .check(CODE);
    }

    @Test
    void theEmulatorNeedsNothingButTheMachineModel() {
        noClasses()
                .that()
                .resideInAPackage("bss.emulator..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "bss.emulator..", "bss.spec..", "java..", "jdk.incubator.vector", "org.jspecify..")
                .check(CODE);
    }

    @Test
    void onlyTheWireAndTheJobServerKnowTheNetworkAndTokens() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "bss.proto.link..", "bss.tools.job.access..", "bss.tools.job.queue..", "bss.tools.bench.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "com.nimbusds..")
                .check(CODE);
    }

    @Test
    void aCalibrationSeesCodesAndSamplesAlone() {
        noClasses()
                .that()
                .resideInAPackage("bss.calibration..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "bss.calibration..", "bss.spec..", "java..", "org.hipparchus..", "org.jspecify..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("bss.spec.backend.WaferProbe")
                .check(CODE);
    }

    @Test
    void onlyTheToolsHaveACommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("bss.tools..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CODE);
    }

    @Test
    void theExtractorAndTheCheckerShareNoCodeWithWhatTheyCheck() {
        noClasses()
                .that()
                .resideInAnyPackage("bss.mapper.extract..", "bss.mapper.check..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "bss.mapper.place..",
                        "bss.mapper.merge..",
                        "bss.mapper.route..",
                        "bss.mapper.drivers..",
                        "bss.mapper.rows..",
                        "bss.mapper.partition..",
                        "bss.mapper.site..",
                        "bss.mapper.landing..",
                        "bss.mapper.optimise..",
                        "bss.mapper.write..")
                .check(CODE);
    }

    @Test
    void nothingReadsClassesFromData() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.ObjectInputStream|javax\\.script\\..*|java\\.lang\\.reflect\\.Method")
                .check(CODE);
    }

    /// Nor does anything that came over the network name a program to start: processes are workers, and what the load
    /// of the bench needs.
    @Test
    void onlyWorkersAndTheBenchStartProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackages("bss.tools.job.worker..", "bss.tools.bench..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.ProcessBuilder")
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(CODE);
    }

    @Test
    void nothingReadsYaml() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.yaml..", "com.fasterxml.jackson.dataformat.yaml..")
                .check(CODE);
    }
}
