package io.pleura.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import io.pleura.schemas.Topic;
import java.util.List;
import java.util.logging.Logger;
import org.apache.kafka.streams.StreamsBuilder;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The layering of the whole project, over the compiled production code of every module.
class ArchitectureTest {

    private static final JavaClasses PRODUCTION = ProjectTree.production();

    /// What every module may know of the contract: identifiers and reasons, not topics and events.
    private static final DescribedPredicate<JavaClass> IDENTIFIERS = DescribedPredicate.describe(
            "identifiers and reason codes",
            type -> type.getPackageName().equals("io.pleura.schemas")
                    && type.getSimpleName().matches(".*(Uid|Uids|Hash|ReasonCode|ErrorKind)"));

    @ParameterizedTest
    @CsvSource(textBlock = """
            schemas,    events
            imaging,    imaging
            ingest,     schemas events imaging
            inference,  schemas events imaging
            alerting,   schemas events imaging
            training,   imaging
            standalone, schemas events imaging ingest inference alerting training
            """)
    void modulesDependOnlyOnWhatTheDesignLists(String module, String allowed) {
        String[] known = List.of((module + " " + allowed).split(" ")).stream()
                .map(name -> "io.pleura." + name + "..")
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("io.pleura." + module + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackages("io.pleura..")
                        .or(resideInAnyPackage(known))
                        .or(IDENTIFIERS))
                .check(PRODUCTION);
    }

    @Test
    void everyModuleHasCodeAndKeepsToItsOwnPackage() {
        for (String module : ProjectTree.MODULES) {
            String folder = ProjectTree.classes(module).toUri().toString();
            List<String> packages = PRODUCTION.stream()
                    .filter(type ->
                            type.getSource().orElseThrow().getUri().toString().startsWith(folder))
                    .map(JavaClass::getPackageName)
                    .distinct()
                    .toList();
            assertThat(packages).as(module).isNotEmpty().allMatch(name -> (name + ".")
                    .startsWith("io.pleura." + module + "."));
        }
    }

    @Test
    void decisionsKnowNoRuntimeAndNoEvents() {
        noClasses()
                .that(decide())
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.apache.kafka..",
                                "org.apache.avro..",
                                "io.quarkus..",
                                "io.smallrye..",
                                "io.micrometer..",
                                "jakarta..",
                                "ai.onnxruntime..")
                        .or(areEvents()))
                .because("decisions are functions of values, so that tests need no runtime and a replay gives the same")
                .check(PRODUCTION);
    }

    @Test
    void lanesKnowKafkaAndNoOtherRuntime() {
        noClasses()
                .that()
                .resideInAPackage("io.pleura.inference.lanes..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "io.micrometer..", "jakarta..", "ai.onnxruntime..")
                .check(PRODUCTION);
    }

    @Test
    void onlyTopologiesBuildTopologies() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Topology")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(StreamsBuilder.class)
                .because("one file shows a service's flow")
                .check(PRODUCTION);
    }

    @Test
    void servicesAndLibrariesDoNotPrint() {
        noClasses()
                .that(areNotCommandLines())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "a stack trace is printed", call -> call.getName().equals("printStackTrace")))
                .check(PRODUCTION);
    }

    @Test
    void nobodyUsesTheLoggerOfTheJdk() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Logger.class).check(PRODUCTION);
    }

    @Test
    void librariesDoNotLog() {
        noClasses()
                .that()
                .resideInAnyPackage("io.pleura.schemas..", "io.pleura.imaging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jboss.logging..", "org.slf4j..", "java.util.logging..")
                .check(PRODUCTION);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .should()
                .haveNameNotMatching(".*\\.(Abstract|Base)[A-Z][A-Za-z0-9]*")
                .andShould()
                .haveNameNotMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils)(\\$.*)?")
                .check(PRODUCTION);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = PRODUCTION.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .sorted()
                .toList();
        assertThat(unmarked).as("packages without a @NullMarked package-info").isEmpty();
    }

    private static DescribedPredicate<JavaClass> decide() {
        return resideInAnyPackage("io.pleura.alerting.triage..", "io.pleura.ingest.check..")
                .or(DescribedPredicate.describe(
                        "LaneSchedule", type -> type.getName().startsWith("io.pleura.inference.lanes.LaneSchedule")))
                .as("decide: triage, check, LaneSchedule");
    }

    /// What stands in the topics: records that Avro generates. Their enums are values like others.
    private static DescribedPredicate<JavaClass> areEvents() {
        return DescribedPredicate.describe(
                "events", type -> Topic.CATALOGUE.stream().anyMatch(topic -> type.isEquivalentTo(topic.value())));
    }

    private static DescribedPredicate<JavaClass> areNotCommandLines() {
        return resideOutsideOfPackages("io.pleura.standalone..", "io.pleura.training..")
                .as("are not part of a command line");
    }
}
