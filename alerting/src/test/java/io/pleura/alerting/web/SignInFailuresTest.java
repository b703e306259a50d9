package io.pleura.alerting.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInFailuresTest {

    @SuppressWarnings("NullAway.Init")
    @Inject
    SignInFailures failures;

    @Test
    void tellsOnceAMinuteHowManyThereWere() {
        List<Runnable> later = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        SignInFailures counted = new SignInFailures(later::add, told::add);
        counted.count();
        counted.count();
        counted.count();
        assertThat(told).isEmpty();
        later.removeFirst().run();
        assertThat(told).containsExactly(3);
        counted.count();
        later.removeFirst().run();
        assertThat(told).containsExactly(3, 1);
        assertThat(later).isEmpty();
    }

    @Test
    void countsAWrongPassword() {
        given().auth()
                .preemptive()
                .basic("clinician", "a guess")
                .get("/api/alerts")
                .then()
                .statusCode(401);
        assertThat(failures.untold()).isPositive();
    }
}
