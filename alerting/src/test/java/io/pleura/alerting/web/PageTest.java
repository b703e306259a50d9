package io.pleura.alerting.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class PageTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            /,            text/html
            /index.html,  text/html
            /app/main.js, text/javascript
            /page.css,    text/css
            /viewer.css,  text/css
            /favicon.svg, image/svg+xml
            """)
    void servesThePageSoThatNoOldOneOutlivesAnUpgrade(String path, String type) {
        given().auth()
                .preemptive()
                .basic("clinician", "only-for-tests")
                .get(path)
                .then()
                .statusCode(200)
                .contentType(containsString(type))
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", containsString("require-trusted-types-for 'script'"));
    }

    @Test
    void showsThePageToNobodyWithoutAPassword() {
        given().get("/").then().statusCode(401);
    }
}
