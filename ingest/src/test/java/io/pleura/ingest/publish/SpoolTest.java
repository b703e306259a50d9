package io.pleura.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.schemas.SopInstanceUid;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpoolTest {

    private static final SopInstanceUid ONE = new SopInstanceUid("2.25.1");
    private static final SopInstanceUid TWO = new SopInstanceUid("2.25.2");
    private static final SopInstanceUid THREE = new SopInstanceUid("2.25.3");

    @Test
    void whatIsUnderWayKeepsNobodyWaiting() {
        Spool spool = new Spool(10, 10, List.of());

        assertThat(spool.depart(ONE)).isTrue();

        assertThat(spool.isEmpty()).isTrue();
        assertThat(spool.underWay()).isEqualTo(1);
        assertThat(spool.holds(ONE)).isTrue();
    }

    @Test
    void whatDidNotArriveWaits() {
        Spool spool = new Spool(10, 10, List.of());
        spool.depart(ONE);

        assertThat(spool.strand(ONE)).isTrue();

        assertThat(spool.waiting()).containsExactly(ONE);
        assertThat(spool.underWay()).isZero();
    }

    @Test
    void whatWasNeverUnderWayIsNotStranded() {
        Spool spool = new Spool(10, 10, List.of());

        assertThat(spool.strand(ONE)).isFalse();
        assertThat(spool.holds(ONE)).isFalse();
    }

    @Test
    void whatIsUnderWayAndWhatWaitsShareTheRoom() {
        Spool spool = new Spool(2, 10, List.of());
        spool.depart(ONE);
        assertThat(spool.add(TWO)).isTrue();

        assertThat(spool.hasRoom()).isFalse();
        assertThat(spool.depart(THREE)).isFalse();
        assertThat(spool.add(THREE)).isFalse();
        assertThat(spool.add(TWO)).as("it has its place already").isTrue();
    }

    @Test
    void onlySoManyAreUnderWay() {
        Spool spool = new Spool(10, 1, List.of());
        spool.depart(ONE);

        assertThat(spool.depart(TWO)).isFalse();
        assertThat(spool.hasRoom()).isTrue();
    }

    @Test
    void whatIsPublishedIsForgotten() {
        Spool spool = new Spool(2, 10, List.of(ONE));
        spool.depart(TWO);

        spool.remove(Set.of(ONE, TWO));

        assertThat(spool.holds(ONE)).isFalse();
        assertThat(spool.holds(TWO)).isFalse();
        assertThat(spool.hasRoom()).isTrue();
    }
}
