package io.pleura.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

/// Time comes in as a value, from a `java.time.InstantSource` at the edge: what reads the wall clock by itself can be
/// neither tested at a chosen time nor replayed. Commands are edges all through, but an audit must not be cut short
/// because a clock was set.
class WallClockTest {

    private static final JavaClasses PRODUCTION = ProjectTree.production()
            .that(resideOutsideOfPackages("io.pleura.standalone..", "io.pleura.training..")
                    .or(resideInAPackage("io.pleura.standalone.audit.."))
                    .as("are not commands, which wait for processes and people"));

    /// Who may read it all the same, and why.
    private static final Map<String, String> ALLOWED =
            Map.of("io.pleura.standalone.audit.Reconciliation", "for whoever wants the books as they are now");

    private static final Set<String> NOW = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalTime.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.lang.System.currentTimeMillis");

    @Test
    void nobodyReadsTheWallClockUnlessListed() {
        assertThat(readers()).isEqualTo(new TreeSet<>(ALLOWED.keySet()));
    }

    @Test
    void nobodyMakesADateOfNow() {
        noClasses().should().callConstructor(Date.class).check(PRODUCTION);
    }

    @Test
    void kafkaStreamsTicksByATimeThatNeverGoesBack() {
        noClasses()
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "KafkaStreams is left to the wall clock",
                        (JavaConstructorCall call) -> call.getTargetOwner().isEquivalentTo(KafkaStreams.class)
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Time.class))))
                .because("its ticks would stand still, when the clock is set back, until it is where it was")
                .check(PRODUCTION);
    }

    @Test
    void noTestWaitsByTheClock() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "Thread.sleep is called", (JavaMethodCall call) -> isCallOf(call, Thread.class, "sleep")))
                .because("a test that sleeps is slow when it need not be and fails when the machine is slow")
                .check(ProjectTree.tests());
    }

    private static Set<String> readers() {
        return PRODUCTION.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> NOW.contains(target(access.getTarget())))
                .map(JavaAccess::getOriginOwner)
                .map(WallClockTest::outermost)
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String target(AccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }

    private static boolean isCallOf(JavaMethodCall call, Class<?> owner, String name) {
        return call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(name);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(WallClockTest::outermost).orElse(type);
    }
}
