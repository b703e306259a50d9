package io.pleura.ingest.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.scu.Peer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitmentSettingsTest {

    /// `ct.2` and `mrt` are what the environment variables ..._CT_2 and ..._MRT come out as.
    @ParameterizedTest(name = "{0} is at {1}")
    @CsvSource(textBlock = """
            PACS,  1
            pacs,  2
            Pacs,  -
            CT-2,  3
            CT_2,  3
            CT2,   -
            MRT,   4
            OTHER, -
            """)
    void findsTheAddressOfARequester(String aeTitle, String port) {
        CommitmentSettings settings = new CommitmentSettings(
                "PLEURA",
                Map.of("PACS", at(1, "PACS"), "pacs", at(2, "pacs"), "ct.2", at(3, "ct.2"), "mrt", at(4, "mrt")),
                1,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ZERO);

        assertThat(settings.peer(aeTitle))
                .isEqualTo(port.equals("-") ? Optional.empty() : Optional.of(at(Integer.parseInt(port), aeTitle)));
    }

    private static Peer at(int port, String aeTitle) {
        return new Peer("host", port, aeTitle, Optional.empty());
    }
}
