package io.pleura.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pleura.inference", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

    @ArchTest
    static final ArchRule stepsDoNotKnowTheService = noClasses()
            .that()
            .resideInAnyPackage("..lanes..", "..decode..", "..score..", "..publish..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pleura.inference", "io.quarkus..", "io.smallrye..", "io.micrometer..");

    @ArchTest
    static final ArchRule onlyScoreKnowsOnnxRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("..score..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule decodingAndScoringDoNotKnowKafka = noClasses()
            .that()
            .resideInAnyPackage("..score..", "..decode..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule decisionsArePure = classes()
            .that()
            .haveSimpleName("LaneSchedule")
            .or()
            .haveSimpleName("ScoreRule")
            .or()
            .haveSimpleName("Side")
            .or()
            .haveSimpleName("Backoff")
            .or()
            .haveSimpleName("Suspects")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.pleura..");
}
