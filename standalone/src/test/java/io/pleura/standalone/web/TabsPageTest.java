package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Over HTTP/1.1, which this service speaks, a browser has six connections to it for all its tabs together. To switch
/// to a tab is to look at it.
@ExtendWith(BrowserExtension.class)
final class TabsPageTest {
    private static final int TABS = 6;
    private static final int FEEDS = 4;
    private static final Duration TWO_ROUNDS = Duration.ofSeconds(30);
    private static final String TOO_MANY =
            "(Pleura is open in 6 tabs and this browser keeps 4 of them live: close other Pleura tabs)";

    @BeforeEach
    void openTabs(PageInBrowser page) {
        for (int tab = 0; tab < TABS; tab++) {
            page.service.put(StubAlert.newAlert("alert-" + tab, "ROUTINE", Instant.now()));
        }
        page.openLive("#alert=alert-0");
        noteWhatItSays(page);
        for (int tab = 1; tab < TABS; tab++) {
            page.openTab("#alert=alert-" + tab);
            page.awaitTrue("the tab that was opened last is live", page::isLive);
            noteWhatItSays(page);
        }
        page.awaitTrue("the first two have given up their feeds", () -> page.service.feed.listeners() == FEEDS);
    }

    /// Also while nobody looks, and the driver cannot.
    private static void noteWhatItSays(PageInBrowser page) {
        page.run("""
                const text = document.getElementById('stale-text');
                window.said = [];
                new MutationObserver(() => window.said.push(`${text.textContent}, ${document.getElementById('live-text').textContent}`))
                  .observe(document.body, { childList: true, characterData: true, subtree: true });
                """);
    }

    private static boolean hasSaid(PageInBrowser page, String words) {
        return (boolean) page.run("return window.said.some(each => each.endsWith(arguments[0]))", words);
    }

    @Test
    void leavesConnectionsForPicturesAndDecisionsHoweverManyTabsAreOpen(PageInBrowser page)
            throws InterruptedException {
        page.awaitTrue("a radiograph", () -> page.one("#acknowledge-button").isEnabled());
        page.click("#acknowledge-button");
        assertThat(page.service.actions.poll(5, TimeUnit.SECONDS))
                .as("it is posted")
                .isNotNull();
    }

    @Test
    void saysOfATabWithoutAFeedThatItIsNotLive(PageInBrowser page) {
        page.switchTo(0);
        assertThat(hasSaid(page, TOO_MANY + ", Not live")).isTrue();
        assertThat(hasSaid(page, TOO_MANY + ", Live")).isFalse();
    }

    @Test
    void isLiveAgainWhenItIsLookedAt(PageInBrowser page) {
        page.switchTo(0);
        page.awaitTrue("it is live", page::isLive);
        page.service.put(StubAlert.newAlert("later", "STAT", Instant.now()));
        page.awaitTrue("it shows what comes", () -> page.rowsFromTop().contains("later"));
        page.awaitTrue("another has given up its feed", () -> page.service.feed.listeners() == FEEDS);
    }

    @Test
    void isLiveAgainWhenOtherTabsAreClosed(PageInBrowser page) {
        int before = page.service.feed.connections.size();
        page.closeTab(TABS - 1);
        page.closeTab(TABS - 2);
        page.await("two others connect", TWO_ROUNDS, () -> page.service.feed.connections.size() >= before + 2);
        page.awaitTrue("four tabs have feeds", () -> page.service.feed.listeners() == FEEDS);
    }
}
