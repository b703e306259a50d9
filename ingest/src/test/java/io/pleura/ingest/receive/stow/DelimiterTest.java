package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimiterTest {

    /// Boundaries that begin and end like themselves, where a search may step too far.
    @ParameterizedTest
    @ValueSource(strings = {"a", "aa", "ab", "abab", "--", "a--a", "\r\n--", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void isFoundWhereALookAtEveryByteFindsIt(String boundary) {
        Delimiter delimiter = new Delimiter(boundary);
        byte[] own = ("\r\n-" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        byte[] mostlyForeign = (new String(own, StandardCharsets.ISO_8859_1) + "pixels, pixels".repeat(20))
                .getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(boundary.hashCode());
        for (int round = 0; round < 2000; round++) {
            byte[] alphabet = round % 4 < 2 ? own : mostlyForeign;
            byte[] buffer = new byte[delimiter.length() + random.nextInt(round % 4 < 2 ? 60 : 600)];
            for (int i = 0; i < buffer.length; i++) {
                buffer[i] = alphabet[random.nextInt(alphabet.length)];
            }
            if (round % 2 == 0) {
                byte[] whole = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(whole, 0, buffer, random.nextInt(buffer.length - whole.length + 1), whole.length);
            }
            int to = buffer.length - delimiter.length() + 1;
            int from = random.nextInt(to + 1);

            assertThat(delimiter.find(buffer, from, to, buffer.length)).isEqualTo(look(delimiter, buffer, from, to));
        }
    }

    @Test
    void isNotFoundWhereItsEndIsMissing() {
        Delimiter delimiter = new Delimiter("abc");
        byte[] buffer = "xx\r\n--abc".getBytes(StandardCharsets.US_ASCII);

        assertThat(delimiter.isAt(buffer, 2, buffer.length)).isTrue();
        assertThat(delimiter.isAt(buffer, 2, buffer.length - 1)).isFalse();
    }

    private static int look(Delimiter delimiter, byte[] buffer, int from, int to) {
        for (int at = from; at < to; at++) {
            if (delimiter.isAt(buffer, at, buffer.length)) {
                return at;
            }
        }
        return to;
    }
}
