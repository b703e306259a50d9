package io.pleura.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.publish.Spool.Waiting;
import io.pleura.ingest.store.Claim;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import org.junit.jupiter.api.Test;

class SpoolTest {

    private static final Claim ONE = claim(1);
    private static final Claim TWO = claim(2);
    private static final Claim THREE = claim(3);

    @Test
    void whatIsUnderWayKeepsNobodyWaiting() {
        Spool spool = new Spool(10, 10);

        assertThat(spool.depart(ONE)).isTrue();

        assertThat(spool.isEmpty()).isTrue();
        assertThat(spool.underWay()).isEqualTo(1);
        assertThat(spool.holds(ONE.instance())).isTrue();
        assertThat(spool.isWaiting(ONE.instance())).isFalse();
    }

    @Test
    void whatDidNotArriveWaitsInItsOldPlace() {
        Spool spool = new Spool(10, 10);
        spool.depart(ONE);
        spool.depart(TWO);
        spool.add(THREE, false);

        spool.strand(TWO.instance());
        spool.strand(ONE.instance());

        assertThat(spool.first(10))
                .containsExactly(
                        new Waiting(1, ONE.instance(), true),
                        new Waiting(2, TWO.instance(), true),
                        new Waiting(3, THREE.instance(), false));
        assertThat(spool.underWay()).isZero();
    }

    @Test
    void whatWasNeverUnderWayIsNotStranded() {
        Spool spool = new Spool(10, 10);

        spool.strand(ONE.instance());

        assertThat(spool.holds(ONE.instance())).isFalse();
    }

    @Test
    void whatBoardsKeepsNobodyWaitingAnyMore() {
        Spool spool = new Spool(10, 10);
        spool.add(ONE, false);

        spool.board(ONE.instance());

        assertThat(spool.isEmpty()).isTrue();
        assertThat(spool.first(10)).isEmpty();
        assertThat(spool.underWay()).isEqualTo(1);
    }

    @Test
    void whatIsUnderWayAndWhatWaitsShareTheRoom() {
        Spool spool = new Spool(2, 10);
        spool.depart(ONE);
        assertThat(spool.add(TWO, false)).isTrue();

        assertThat(spool.hasRoom()).isFalse();
        assertThat(spool.depart(THREE)).isFalse();
        assertThat(spool.add(THREE, false)).isFalse();
        assertThat(spool.add(TWO, false)).as("it has its place already").isTrue();
    }

    @Test
    void whatAnEarlierLifeLeftNeedsNoRoom() {
        Spool spool = new Spool(0, 10);

        spool.adopt(ONE, true);

        assertThat(spool.size()).isEqualTo(1);
        assertThat(spool.hasRoom()).isFalse();
    }

    @Test
    void onlySoManyAreUnderWay() {
        Spool spool = new Spool(10, 1);
        spool.depart(ONE);

        assertThat(spool.depart(TWO)).isFalse();
        assertThat(spool.hasRoom()).isTrue();
    }

    @Test
    void whatIsPublishedIsForgotten() {
        Spool spool = new Spool(2, 10);
        spool.add(ONE, true);
        spool.depart(TWO);

        spool.remove(ONE.instance());
        spool.remove(TWO.instance());

        assertThat(spool.holds(ONE.instance())).isFalse();
        assertThat(spool.holds(TWO.instance())).isFalse();
        assertThat(spool.first(10)).isEmpty();
    }

    private static Claim claim(int number) {
        return new Claim(
                new SopInstanceUid("2.25." + number),
                ContentHash.of(new byte[] {(byte) number}),
                number,
                "ingest-0",
                "radiographs.routine",
                0,
                0,
                "2.25.9",
                new byte[0]);
    }
}
