package io.pleura.alerting.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Kubelet and Prometheus have no password, and a port of their own.
@QuarkusTest
class ManagementTest {

    @SuppressWarnings("NullAway.Init") // the test framework sets it
    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void tellsHealthAndMetricsWithoutAPassword() {
        given().get(management.resolve("health/live"))
                .then()
                .body("checks.name", hasItem("triage, worklist and notifier have not given up"));
        given().get(management.resolve("metrics")).then().statusCode(200).body(containsString("pleura_alerting_"));
    }

    @Test
    void letsNoPageOfAnotherSiteRead() {
        for (String path : new String[] {"health/live", "health/ready", "metrics"}) {
            given().header("Origin", "https://example.org")
                    .get(management.resolve(path))
                    .then()
                    .header("Access-Control-Allow-Origin", "https://nobody.invalid");
        }
    }

    @Test
    void tellsNothingOfThemWhereThePageIs() {
        for (String path : new String[] {"/q/health", "/q/health/ready", "/q/metrics"}) {
            given().get(path).then().statusCode(401);
            given().auth()
                    .preemptive()
                    .basic("clinician", "only-for-tests")
                    .get(path)
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void showsNoAlertThere() {
        given().get(management.resolve("/")).then().statusCode(404);
        given().get(management.resolve("/api/alerts")).then().statusCode(404);
    }
}
