package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.ConformanceStatement;
import io.pleura.ingest.ConformanceStatement.Row;
import io.pleura.schemas.ReasonCode;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The conformance statement says what the service does: STOW-RS.
class StowStatementTest {

    @Test
    void theResourcesAreThose() {
        String root = annotation(StowResource.class.getAnnotation(Path.class)).value();
        List<String> posts = Arrays.stream(StowResource.class.getMethods())
                .filter(method -> method.isAnnotationPresent(POST.class))
                .map(method -> Optional.ofNullable(method.getAnnotation(Path.class))
                        .map(path -> root + "/" + path.value())
                        .orElse(root))
                .toList();

        assertThat(ConformanceStatement.table("4.2.2.1 Resources and methods", "method", "path", "transaction"))
                .extracting(row -> row.get("method") + " " + row.get("path"))
                .containsExactlyInAnyOrderElementsOf(
                        posts.stream().map(path -> "POST " + path).toList());
    }

    @Test
    void theRequestIsAsStated() throws IOException {
        Map<String, String> stated = values("4.2.2.2 Request");

        assertThat(stated)
                .containsEntry("parts in a request, at most", Integer.toString(StoreInstances.MAX_PARTS))
                .containsEntry("longest header of a part, bytes", Integer.toString(MultipartReader.MAX_HEADER_BYTES))
                .containsEntry("longest boundary, characters", Integer.toString(MultipartReader.MAX_BOUNDARY_LENGTH))
                .containsEntry("slowest body, bytes a second", Integer.toString(TimedBody.LEAST_BYTES_PER_SECOND))
                .containsEntry("requests at once", defaultOf("max-stow-requests"))
                .containsEntry("connections at once", shipped("quarkus.http.limits.max-connections"))
                .containsEntry("media types of parts", StoreInstances.DICOM)
                .containsEntry("Accept", ResponseForm.JSON.mediaType() + " (default), " + ResponseForm.XML.mediaType());
        assertThat(stated.get("Content-Type")).startsWith(StoreInstances.MULTIPART);
        assertThat(ResponseForm.liked(List.of())).contains(ResponseForm.JSON);
        assertThat(ResponseForm.values()).containsExactly(ResponseForm.JSON, ResponseForm.XML);
    }

    @Test
    void theStatusesAndTheWaitAreThose() {
        TreeSet<Integer> possible = Stream.of(
                        IntStream.of(
                                StoreInstancesResponse.OK,
                                StoreInstancesResponse.ACCEPTED,
                                StoreInstancesResponse.BAD_REQUEST,
                                StoreInstancesResponse.CONFLICT),
                        Arrays.stream(ReasonCode.values()).mapToInt(ReasonCode::httpStatus),
                        IntStream.of(
                                405,
                                406,
                                408,
                                415,
                                StoreOnly.NOT_IMPLEMENTED)) // by what a request is, wants or how it comes
                .flatMap(IntStream::boxed)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(ConformanceStatement.table("4.2.2.3 Response", "status", "when"))
                .extracting(row -> row.number("status"))
                .containsExactlyElementsOf(possible);
        assertThat(values("4.2.2.3 Response")).containsEntry("Retry-After, seconds", StowResource.RETRY_AFTER_SECONDS);
    }

    private static Map<String, String> values(String section) {
        return ConformanceStatement.table(section, "what", "value").stream()
                .collect(Collectors.toMap(row -> row.get("what"), row -> row.get("value")));
    }

    private static String defaultOf(String setting) {
        return ConformanceStatement.table("4.4.2 Parameters", "setting", "default", "meaning").stream()
                .filter(row -> row.get("setting").equals("`pleura.ingest." + setting + "`"))
                .map((Row row) -> row.get("default"))
                .findFirst()
                .orElseThrow();
    }

    private static String shipped(String setting) throws IOException {
        Properties shipped = new Properties();
        try (InputStream file =
                Objects.requireNonNull(StowResource.class.getResourceAsStream("/application.properties"))) {
            shipped.load(file);
        }
        return shipped.getProperty(setting, "-");
    }

    private static <A> A annotation(A annotation) {
        return Objects.requireNonNull(annotation);
    }
}
