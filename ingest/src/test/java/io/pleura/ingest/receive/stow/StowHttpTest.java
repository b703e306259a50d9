package io.pleura.ingest.receive.stow;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The service over HTTP on a bad day: Kafka cannot be reached, and everything that it says is still right. What it
/// says on good days is tested with a broker, in `standalone`.
@QuarkusTest
@TestProfile(StowHttpTest.KafkaAway.class)
class StowHttpTest {

    private static final String STUDIES = "/dicom-web/studies";
    private static final String MULTIPART = "multipart/related; type=\"application/dicom\"; boundary=b";

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init")
    URI management;

    /// A port that nobody listens on.
    public static class KafkaAway implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0",
                    "pleura.ingest.kafka-bootstrap-servers", "127.0.0.1:1",
                    "pleura.ingest.kafka-timeout", "1s",
                    "pleura.ingest.spool-limit", "1",
                    "pleura.ingest.dicom-port", "0");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OwnFolders.class));
        }
    }

    @Test
    void takesRadiographsInWhileTheyMayWaitAndThenAsksToComeAgain() {
        isReady(200, 0);
        post("1.2.3.4.5").statusCode(200).body("'00081199'.Value[0].'00081155'.Value[0]", equalTo("1.2.3.4.5"));
        isReady(503, 1);
        post("1.2.3.4.6")
                .statusCode(503)
                .header("Retry-After", "5")
                .contentType("application/dicom+json")
                .body("'00081198'.Value[0].'00081197'.Value[0]", equalTo(0xA700))
                .body("'00081198'.Value[0].'00081155'.Value[0]", equalTo("1.2.3.4.6"));
        post("1.2.3.4.5").statusCode(200);
        given().get(management.resolve("health/live")).then().statusCode(200);
    }

    /// A browser and a script ask for the rules and their counts.
    @Test
    void showsTheRulesInForceAndWhatTheyDecided() {
        given().accept("application/json")
                .get("/eligibility")
                .then()
                .statusCode(200)
                .body("name", equalTo("pleura-1"))
                .body("sha256.length()", equalTo(64))
                .body("byRule.find { it.rule == 'body-part' }.refused", equalTo(0))
                .body("refused.find { it.reason == 'NOT_CHEST' }.count", equalTo(0))
                .body("rules", containsString("FOR PROCESSING"));
        given().accept("text/html,*/*;q=0.8")
                .get("/eligibility")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("<td>NOT_CHEST<td>the stated body part is not the chest<td>nothing if"));
        given().get(management.resolve("metrics"))
                .then()
                .body(containsString("pleura_ingest_eligibility_refused_total{rule=\"age\"} 0.0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                     | application/json
            */*                                      | application/json
            application/json                         | application/json
            application/*, text/html;q=0.5           | application/json
            text/html                                | text/html;charset=UTF-8
            text/html,application/xml;q=0.9,*/*;q=0.8 | text/html;charset=UTF-8
            text/html;level=1                        | text/html;charset=UTF-8
            text/*                                   | text/html;charset=UTF-8
            application/json;q=0.1, text/html        | text/html;charset=UTF-8
            """)
    void showsTheRulesInTheFormThatIsLikedBest(String accept, String type) {
        RequestSpecification request = given();
        if (accept != null) {
            request.accept(accept);
        }
        request.get("/eligibility").then().statusCode(200).contentType(equalTo(type));
    }

    @Test
    void saysWhatTheRulesCanBeReadAs() {
        given().accept("image/png")
                .get("/eligibility")
                .then()
                .statusCode(406)
                .contentType("text/plain")
                .body(containsString("application/json or text/html"));
    }

    /// RFC 9110 section 15.5.6.
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"})
    void saysThatTheRulesCanOnlyBeRead(String method) {
        given().request(method, "/eligibility")
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD, OPTIONS")
                .contentType("text/plain")
                .body(containsString("can only be read"));
    }

    private void isReady(int status, int spooled) {
        given().get(management.resolve("health/ready"))
                .then()
                .statusCode(status)
                .body("checks.find { it.name == 'ingest' }.data.disk", equalTo("ok"))
                .body("checks.find { it.name == 'ingest' }.data.spooled", equalTo(spooled))
                .body("checks.find { it.name == 'dicom' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'dicom' }.data.values()", contains("ok"));
    }

    private static ValidatableResponse post(String instanceUid) {
        return given().config(binary())
                .header("Content-Type", MULTIPART)
                .header("Pleura-Priority", "STAT")
                .body(multipart(radiograph(instanceUid)))
                .post(STUDIES)
                .then();
    }

    @Test
    void refusesWhatIsNoMultipartOfInstances() {
        given().contentType("text/plain").body("hello").post(STUDIES).then().statusCode(415);
        given().config(binary())
                .header("Content-Type", "multipart/related; type=\"application/dicom+xml\"; boundary=b")
                .body(multipart(radiograph()))
                .post(STUDIES)
                .then()
                .statusCode(415);
        given().config(binary())
                .header("Content-Type", "multipart/related; type=\"application/dicom\"")
                .body(multipart(radiograph()))
                .post(STUDIES)
                .then()
                .statusCode(400);
        given().config(binary())
                .header("Content-Type", MULTIPART)
                .body("--b--".getBytes(StandardCharsets.US_ASCII))
                .post(STUDIES)
                .then()
                .statusCode(400)
                .body(containsString("no instances"));
    }

    /// Whoever sent it must find it at its source.
    @Test
    void namesAnInstanceThatIsCutShort() {
        byte[] radiograph = radiograph("1.2.3.4.8");
        given().config(binary())
                .header("Content-Type", MULTIPART)
                .body(multipart(Arrays.copyOf(radiograph, radiograph.length - 1)))
                .post(STUDIES)
                .then()
                .body("'00081198'.Value[0].'00081155'.Value[0]", equalTo("1.2.3.4.8"));
    }

    @Test
    void refusesAStudyThatIsNoUid() {
        given().config(binary())
                .header("Content-Type", MULTIPART)
                .body(multipart(radiograph()))
                .post(STUDIES + "/anna")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /dicom-web/studies
            /dicom-web/studies/
            /dicom-web/studies/1.2.3
            """)
    void saysWhoeverWantsSomethingBackThatInstancesAreOnlyTaken(String path) {
        for (String method : new String[] {"GET", "DELETE", "PUT", "PATCH"}) {
            onlyStores(given().request(method, path), 405).header("Allow", "OPTIONS, POST");
        }
        given().head(path).then().statusCode(405).header("Allow", "OPTIONS, POST");
        given().options(path).then().statusCode(204).header("Allow", "OPTIONS, POST");
    }

    /// A 404 would say that the study is not known.
    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,     /dicom-web
            GET,     /dicom-web/
            GET,     /dicom-web/studies/1.2.3/metadata
            GET,     /dicom-web/studies/1.2.3/series
            GET,     /dicom-web/studies/1.2.3/series/1.2/instances/1.3
            GET,     /dicom-web/studies/1.2.3/series/1.2/instances/1.3/frames/1
            GET,     /dicom-web/series
            GET,     /dicom-web/instances
            POST,    /dicom-web/studies/1.2.3/series
            POST,    /dicom-web/workitems
            OPTIONS, /dicom-web/instances
            """)
    void saysOfWhateverElseDicomWebHasThatItIsNotHere(String method, String path) {
        onlyStores(given().accept("application/dicom+json").request(method, path), 501);
    }

    private static ValidatableResponse onlyStores(Response response, int status) {
        return response.then()
                .statusCode(status)
                .contentType("text/plain")
                .body(containsString("Pleura only stores: instances are sent by POST to /dicom-web/studies"));
    }

    @Test
    void whatIsNoDicomWebIsAnsweredAsElsewhere() {
        given().post("/eligibility").then().statusCode(405).header("Allow", not(containsString("POST")));
        given().get("/dicom-webs").then().statusCode(404);
    }

    /// Else there would be a series of figures for each study that somebody asked for.
    @Test
    void theMetricsDoNotTellWhatWasAskedFor() {
        given().get("/dicom-web/studies/1.2.3.99").then().statusCode(405);
        given().get("/dicom-web/studies/1.2.3.99/metadata").then().statusCode(501);
        given().get(management.resolve("metrics"))
                .then()
                .body(containsString("uri=\"/dicom-web/studies/{study}\""))
                .body(containsString("uri=\"/dicom-web/{other}\""))
                .body(not(containsString("1.2.3.99")));
    }

    @Test
    void refusesBeforeItStoresWhereItsAnswerCouldNotBeRead() {
        given().config(binary())
                .header("Content-Type", MULTIPART)
                .header("Accept", "image/png")
                .body(multipart(radiograph("1.2.3.4.7")))
                .post(STUDIES)
                .then()
                .statusCode(406)
                .contentType("text/plain")
                .body(equalTo("responses are application/dicom+json or application/dicom+xml; accept one of them"));
    }

    @Test
    void exposesItsMetrics() {
        given().get(management.resolve("metrics"))
                .then()
                .statusCode(200)
                .body(containsString("pleura_ingest_associations 0.0"))
                .body(containsString("pleura_ingest_spool_waiting"))
                .body(containsString("pleura_ingest_publish_waiting"));
    }

    private static RestAssuredConfig binary() {
        return RestAssuredConfig.config()
                .encoderConfig(EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs("multipart/related", io.restassured.http.ContentType.BINARY));
    }

    static byte[] multipart(byte[] object) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(object);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static byte[] radiograph() {
        return radiograph("1.2.3.4.5");
    }

    static byte[] radiograph(String instanceUid) {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SOP_CLASS_UID, SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE)
                .string(Tags.SOP_INSTANCE_UID, instanceUid)
                .string(Tags.MODALITY, "CR")
                .string(Tags.STUDY_INSTANCE_UID, "1.2.3")
                .string(Tags.SERIES_INSTANCE_UID, "1.2.3.4")
                .integer(Tags.SAMPLES_PER_PIXEL, 1)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .integer(Tags.ROWS, 256)
                .integer(Tags.COLUMNS, 256)
                .integer(Tags.BITS_ALLOCATED, 8)
                .pixels8(new byte[256 * 256])
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
}
