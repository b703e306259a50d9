package io.pleura.imaging;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;

/// The order of the packages is that of the data flow: dicom, then codec, then frame. The blob store knows no DICOM.
@AnalyzeClasses(packages = "io.pleura.imaging", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule DICOM_COMES_FIRST = noClasses()
            .that()
            .resideInAPackage("..imaging.dicom")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..imaging.codec", "..imaging.frame", "..imaging.blob");

    @ArchTest
    static final ArchRule CODEC_KNOWS_NO_FRAME = noClasses()
            .that()
            .resideInAPackage("..imaging.codec")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..imaging.frame", "..imaging.blob");

    @ArchTest
    static final ArchRule BLOBS_ARE_BYTES = noClasses()
            .that()
            .resideInAPackage("..imaging.blob")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..imaging.dicom", "..imaging.codec", "..imaging.frame");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.pleura.imaging.(*)..").should().beFreeOfCycles();

    /// No framework, no logging, no Kafka. Of the JDK's own packages the one with writes past the page cache.
    @ArchTest
    static final ArchRule NEEDS_LITTLE = classes()
            .that()
            .resideInAPackage("io.pleura.imaging..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "",
                    "io.pleura.imaging..",
                    "io.pleura.schemas",
                    "java..",
                    "com.sun.nio.file",
                    "javax.imageio..",
                    "org.jspecify.annotations",
                    "com.github.jaiimageio..");

    @ArchTest
    static final ArchRule NEEDS_IDENTIFIERS_AND_REASONS_ONLY = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "are topics, serdes or events",
                    type -> type.getPackageName().startsWith("io.pleura.events")
                            || type.getPackageName().equals("io.pleura.schemas")
                                    && !type.isAssignableTo(ReasonCode.class)
                                    && !type.isAssignableTo(ContentHash.class)));

    /// The library for JPEG 2000 has one user, so that it can be exchanged.
    @ArchTest
    static final ArchRule ONE_USER_OF_THE_LIBRARY = noClasses()
            .that()
            .doNotHaveSimpleName("Jpeg2000")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.jaiimageio..");
}
