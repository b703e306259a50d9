package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrowserExtension.class)
final class LiveFeedPageTest {
    private static final Duration BEYOND_SILENCE_LIMIT = Duration.ofSeconds(16);
    private static final String STALE = "Not live since \\d\\d:\\d\\d:\\d\\d - list may be out of date";

    private static StubAlert alert(String id) {
        return StubAlert.newAlert(id, "STAT", Instant.now());
    }

    @Test
    void isNotLiveBeforeTheFeedSaysSo(PageInBrowser page) {
        page.service.feed.refusing = true;
        page.open();
        assertThat(page.one("#stale-banner").isDisplayed()).isTrue();
        assertThat(page.text("#stale-banner")).startsWith("Not live yet");
        assertThat(page.title()).startsWith("Not live");
        page.service.feed.refusing = false;
        page.awaitTrue("it connects by itself", page::isLive);
    }

    /// A page that says "live" above an empty list says that there are no alerts, however short it does.
    @Test
    void showsWhatItWasSentBeforeItIsLive(PageInBrowser page) {
        page.service.put(alert("one"));
        page.service.put(alert("two"));
        page.service.feed.refusing = true;
        page.open();
        page.run("""
                const text = document.getElementById('live-text');
                new MutationObserver(() => {
                  if (text.textContent === 'Live') window.rowsWhenLive ??= document.querySelectorAll('#alerts > .row').length;
                }).observe(text, { childList: true, characterData: true, subtree: true });
                """);
        page.service.feed.refusing = false;
        page.awaitTrue("it is live", page::isLive);
        assertThat(page.run("return window.rowsWhenLive")).isEqualTo(2L);
    }

    @Test
    void turnsStaleWhenHeartbeatsStopAndLiveWhenTheyAreBack(PageInBrowser page) {
        page.service.put(alert("one"));
        page.openLive();
        page.service.feed.heartbeats = false;
        page.await("the banner comes", BEYOND_SILENCE_LIMIT, () -> !page.isLive());
        assertThat(page.text("#stale-banner")).matches(STALE);
        assertThat(page.one("#stale-banner").getSize().width)
                .isEqualTo(page.one("body").getSize().width);
        assertThat(page.one(".worklist").getCssValue("filter")).contains("grayscale");
        assertThat(page.title()).isEqualTo("Not live - (1) Pleura worklist");
        page.service.feed.heartbeats = true;
        page.awaitTrue("it recovers by itself", page::isLive);
        assertThat(page.one(".worklist").getCssValue("filter")).isEqualTo("none");
    }

    @Test
    void missesNothingAfterAServerThatWasAway(PageInBrowser page) {
        page.service.put(alert("before-0"));
        page.service.put(alert("before-1"));
        page.openLive();
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        page.service.feed.refusing = true;
        page.service.feed.drop();
        page.awaitTrue("the banner comes at once", () -> !page.isLive());
        assertThat(page.text("#stale-banner")).matches(STALE);
        page.service.put(alert("meanwhile"));
        page.service.feed.refusing = false;
        page.awaitTrue("it recovers by itself", page::isLive);
        page.awaitTrue("the missed one is there", () -> page.rowsFromTop().contains("meanwhile"));
        assertThat(page.rowsFromTop()).hasSize(3);
    }

    @Test
    void resumesAfterTheLastEventThatItHadWhenTheConnectionBreaks(PageInBrowser page) {
        page.service.put(alert("number-0"));
        page.service.put(alert("number-1"));
        page.openLive();
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        page.service.feed.drop();
        page.service.put(alert("number-2"));
        page.awaitTrue("a second connection", () -> page.service.feed.connections.size() == 2);
        assertThat(page.service.feed.connections).containsExactly("", "1");
        page.awaitTrue(
                "it is live with three rows",
                () -> page.isLive() && page.rowsFromTop().size() == 3);
    }

    @Test
    void isStaleWhileTheServerItselfIsBehind(PageInBrowser page) {
        page.openLive();
        page.service.feed.feedAgeMillis = 60_000;
        page.awaitTrue("the banner comes", () -> !page.isLive());
        page.service.feed.feedAgeMillis = 40;
        page.awaitTrue("it recovers by itself", page::isLive);
    }

    @Test
    void isStaleAndSaysWhyWhileTheServerIsUnwell(PageInBrowser page) {
        page.openLive();
        page.service.feed.problem = "Kafka cannot be reached";
        page.awaitTrue("the banner comes", () -> !page.isLive());
        assertThat(page.text("#stale-banner")).endsWith("(Kafka cannot be reached)");
        page.service.feed.problem = "";
        page.awaitTrue("it recovers by itself", page::isLive);
    }

    @Test
    void dropsAnAlertThatIsGoneAndDecidesNothingAboutIt(PageInBrowser page) {
        page.service.put(alert("stays"));
        page.service.put(alert("goes"));
        page.openLive();
        page.openAlert("goes");
        page.service.feed.remove("goes");
        page.awaitTrue("one row", () -> page.rowsFromTop().equals(List.of("stays")));
        assertThat(page.text("#count-all")).isEqualTo("1");
        assertThat(page.text("#decision-notice")).isEqualTo("This alert is no longer in the worklist.");
        assertThat(page.one("#acknowledge-button").isEnabled()).isFalse();
        page.service.put(alert("goes").changed("NEW", "REOPENED", "pleura", null));
        page.awaitTrue("it is back", () -> page.rowsFromTop().size() == 2);
        page.awaitTrue(
                "it may be decided on", () -> page.one("#acknowledge-button").isEnabled());
    }

    @Test
    void dropsWhatWentWhileItWasAwayAlsoWhenItResumes(PageInBrowser page) {
        page.service.put(alert("stays"));
        page.service.put(alert("goes"));
        page.openLive();
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        page.service.feed.forget("goes");
        page.service.feed.drop();
        page.awaitTrue("one row", () -> page.isLive() && page.rowsFromTop().equals(List.of("stays")));
        assertThat(page.service.feed.connections).containsExactly("", "1");
    }

    @Test
    void dropsWhatAFullSnapshotNoLongerHolds(PageInBrowser page) {
        page.service.put(alert("stays"));
        page.service.put(alert("goes"));
        page.openLive();
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        page.service.feed.forget("goes");
        page.service.feed.refusing = true;
        page.service.feed.drop();
        page.awaitTrue("the browser gives the connection up", () -> page.service.feed.refusals.get() > 0);
        page.service.feed.refusing = false;
        page.awaitTrue("one row", () -> page.isLive() && page.rowsFromTop().size() == 1);
        assertThat(page.service.feed.connections).containsExactly("", "");
    }
}
