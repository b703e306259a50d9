package io.pleura.alerting.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.pleura.alerting.Samples;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Priority;
import io.pleura.alerting.worklist.Worklist;
import io.pleura.events.ActionKind;
import io.pleura.events.AlertAction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AlertsResourceTest {

    private static final String ACTION_ID = "0b9f5b2e-6c1c-4d7e-9a0e-2f1d3c4b5a69";
    private static final String STUDY = "1.2.3";

    @SuppressWarnings("NullAway.Init")
    @Inject
    Worklist worklist;

    @SuppressWarnings("NullAway.Init")
    @Inject
    RecordedActions actions;

    @BeforeEach
    void twoAlerts() {
        actions.reset();
        worklist.apply(0, 0, Samples.alert("1.2.4", AlertState.NEW, Priority.ROUTINE));
        worklist.apply(1, 0, Samples.alert(STUDY, AlertState.NEW, Priority.STAT));
    }

    @Test
    void listsTheMostUrgentAlertFirst() {
        clinician()
                .get("/api/alerts")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .body("alertId", equalTo(java.util.List.of("1.2.3", "1.2.4")))
                .body("[0].priority", is("STAT"))
                .body("[0].state", is("NEW"))
                .body("[0].score", is(0.9f))
                .body("[0].laterality", is("LEFT"))
                .body("[0].sides", is("LEFT"))
                .body("[0].sidesStated", is(true))
                .body("[0].receivedAt", is("2026-11-23T11:59:56Z"))
                .body("[0].modelVersion", is("1.2"));
    }

    @Test
    void showsOneAlertWithItsMapAndHistory() {
        clinician()
                .get("/api/alerts/1.2.3")
                .then()
                .statusCode(200)
                .body("alertId", is("1.2.3"))
                .body("images", hasSize(1))
                .body("images[0].rows", is(2500))
                .body("images[0].facing", nullValue())
                .body("images[0].map.probabilities", hasSize(6))
                .body("images[0].map.threshold", is(0.7772999f)) // the logistic function of 1.25
                .body("images[0].map.probabilities[0]", is(0.5f))
                .body("history[0].change", is("RAISED"))
                .body("history[0].by", is("system"))
                .body("images[0].patient", nullValue())
                .body("patientsDiffer", is(false));
    }

    @Test
    void recordsAnActionUnderTheUsersName() {
        act("{\"action\":\"DISMISS\",\"reason\":\" skin fold \",\"version\":1,\"actionId\":\"" + ACTION_ID + "\"}")
                .statusCode(202)
                .body("actionId", is(ACTION_ID));
        AlertAction written = actions.written().getFirst().value();
        assertThat(actions.written().getFirst().key()).isEqualTo(STUDY);
        assertThat(written.getAction()).isEqualTo(ActionKind.DISMISS);
        assertThat(written.getBy()).isEqualTo("clinician");
        assertThat(written.getReason()).isEqualTo("skin fold");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"action":"DISMISS","version":1,"actionId":"0b9f5b2e-6c1c-4d7e-9a0e-2f1d3c4b5a69"}     | DISMISS needs a reason
            {"action":"DISMISS","reason":"x","actionId":"0b9f5b2e-6c1c-4d7e-9a0e-2f1d3c4b5a69"}    | DISMISS needs the version
            {"action":"ACKNOWLEDGE","actionId":"0b9f5b2e-6c1c-4d7e-9a0e-2f1d3c4b5a69"}             | ACKNOWLEDGE needs the version
            {"action":"COMMENT","reason":"  ","actionId":"0b9f5b2e-6c1c-4d7e-9a0e-2f1d3c4b5a69"}   | COMMENT needs a reason
            {"action":"ESCALATE","actionId":"0b9f5b2e-6c1c-4d7e-9a0e-2f1d3c4b5a69"}                | action must be
            {"action":"acknowledge","actionId":"0b9f5b2e-6c1c-4d7e-9a0e-2f1d3c4b5a69"}             | action must be
            {"action":"ACKNOWLEDGE"}                                                               | actionId must be a UUID
            {"action":"ACKNOWLEDGE","actionId":"1"}                                                | actionId must be a UUID
            """)
    void refusesAnActionWithReason(String body, String message) {
        act(body).statusCode(400).body("message", containsString(message));
        assertThat(actions.written()).isEmpty();
    }

    /// The second radiograph came with version 2.
    @ParameterizedTest(name = "{0} of version {1}: {2}")
    @CsvSource(textBlock = """
            ACKNOWLEDGE, 1, 409
            DISMISS,     1, 409
            COMMENT,     1, 202
            RETURN,      1, 202
            ACKNOWLEDGE, 2, 202
            DISMISS,     2, 202
            """)
    void decidesNothingAboutARadiographThatCameSince(String action, int seen, int status) {
        worklist.apply(1, 1, Samples.alertWithTwoImages(STUDY));

        var answer = act("{\"action\":\"%s\",\"reason\":\"skin fold\",\"actionId\":\"%s\",\"version\":%d}"
                        .formatted(action, ACTION_ID, seen))
                .statusCode(status);

        if (status == 409) {
            answer.body("status", is(409)).body("message", containsString("a radiograph came since"));
        }
        assertThat(actions.written()).hasSize(status == 409 ? 0 : 1);
    }

    /// What a page of another site can make a signed-in user's browser send, and what it cannot.
    @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
    @CsvSource(nullValues = "-", textBlock = """
            -,                              -,           -,                    415
            text/plain,                     -,           -,                    415
            application/json,               cross-site,  -,                    403
            application/json,               same-site,   -,                    403
            application/json,               cross-site,  OWN,                  403
            application/json,               -,           http://evil.example,  403
            application/json,               -,           null,                 403
            application/json,               -,           http://127.0.0.1:1,   403
            -,                              -,           http://evil.example,  403
            application/json,               -,           -,                    202
            application/json;charset=UTF-8, -,           OWN,                  202
            application/json,               same-origin, OWN,                  202
            application/json,               same-origin, https://by.a.proxy,   202
            """)
    void changesNothingForAPageOfAnotherSite(
            @Nullable String contentType, @Nullable String fetchSite, @Nullable String origin, int status) {
        RequestSpecification request = clinician().body(acknowledgement().getBytes(StandardCharsets.UTF_8));
        if (contentType == null) {
            request.noContentType();
        } else {
            request.header("Content-Type", contentType);
        }
        if (fetchSite != null) {
            request.header("Sec-Fetch-Site", fetchSite);
        }
        if (origin != null) {
            request.header("Origin", origin.equals("OWN") ? RestAssured.baseURI + ":" + RestAssured.port : origin);
        }

        request.post("/api/alerts/" + STUDY + "/actions").then().statusCode(status);

        assertThat(actions.written()).hasSize(status == 202 ? 1 : 0);
    }

    @Test
    void saysThatAnActionWasNotRecordedWhenTheLogDoesNotAnswer() {
        actions.refuse();
        act(acknowledgement()).statusCode(503);
    }

    @ParameterizedTest
    @CsvSource({"9.9.9", "not-a-uid", "1..2"})
    void knowsNoOtherAlert(String alertId) {
        clinician().get("/api/alerts/" + alertId).then().statusCode(404);
    }

    @Test
    void aViewerMayLookAndNotAct() {
        RequestSpecification viewer = given().auth().preemptive().basic("reader", "only-for-reading");
        viewer.get("/api/alerts").then().statusCode(200);
        given().auth()
                .preemptive()
                .basic("reader", "only-for-reading")
                .contentType(ContentType.JSON)
                .body(acknowledgement())
                .post("/api/alerts/1.2.3/actions")
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({"/api/alerts", "/api/alerts/1.2.3", "/api/events", "/api/about", "/api/status", "/"})
    void showsNothingToStrangers(String path) {
        given().get(path).then().statusCode(401);
        given().auth().preemptive().basic("clinician", "").get(path).then().statusCode(401);
    }

    @Test
    void saysWhatItIsAndHowItIs() {
        clinician()
                .get("/api/about")
                .then()
                .statusCode(200)
                .body("warning", containsString("Not a medical device"))
                .body("showMap", is(true))
                .body("models[0].name", is("ClaSegNet"));
        clinician().get("/api/status").then().statusCode(200).body("alerts", is(2));
    }

    private static String acknowledgement() {
        return "{\"action\":\"ACKNOWLEDGE\",\"version\":1,\"actionId\":\"" + ACTION_ID + "\"}";
    }

    private static RequestSpecification clinician() {
        return given().auth().preemptive().basic("clinician", "only-for-tests");
    }

    private static io.restassured.response.ValidatableResponse act(String body) {
        return clinician()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/alerts/" + STUDY + "/actions")
                .then();
    }
}
