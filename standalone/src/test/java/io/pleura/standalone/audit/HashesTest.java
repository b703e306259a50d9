package io.pleura.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.schemas.ContentHash;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashesTest {

    private static final int MANY = 100_000;

    @Test
    void knowsWhatWasAddedAndNothingElse() {
        Hashes hashes = hashes(0, MANY);
        hashes.add(hash(7));

        assertThat(hashes.size()).isEqualTo(MANY);
        assertThat(IntStream.range(0, MANY)).allMatch(number -> hashes.contains(hash(number)));
        assertThat(IntStream.range(MANY, 2 * MANY)).noneMatch(number -> hashes.contains(hash(number)));
    }

    @Test
    void tellsApartWhatDiffersInOneDigit() {
        Hashes hashes = new Hashes();
        String zeros = "0".repeat(63);
        hashes.add(new ContentHash("1" + zeros));
        hashes.add(new ContentHash(zeros + "2"));

        assertThat(hashes.contains(new ContentHash("1" + zeros))).isTrue();
        assertThat(hashes.contains(new ContentHash(zeros + "2"))).isTrue();
        assertThat(hashes.contains(new ContentHash(zeros + "3"))).isFalse();
        assertThat(hashes.contains(new ContentHash("f" + zeros))).isFalse();
    }

    @Test
    void countsWhatAnotherSetLacks() {
        assertThat(hashes(0, 1000).missingIn(hashes(10, 2000))).isEqualTo(10);
        assertThat(hashes(0, 1000).missingIn(hashes(0, 1000))).isZero();
        assertThat(new Hashes().missingIn(new Hashes())).isZero();
    }

    private static Hashes hashes(int from, int to) {
        Hashes hashes = new Hashes();
        IntStream.range(from, to).forEach(number -> hashes.add(hash(number)));
        return hashes;
    }

    private static ContentHash hash(int number) {
        byte[] digest = new byte[32];
        new Random(number).nextBytes(digest);
        return new ContentHash(HexFormat.of().formatHex(digest));
    }
}
