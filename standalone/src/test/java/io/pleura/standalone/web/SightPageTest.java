package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A radiograph counts as looked at where it could be seen: not in a window without room for it, below the end of the
/// window, or in a tab behind another.
@ExtendWith(BrowserExtension.class)
final class SightPageTest {
    private static final StubAlert ALERT = StubAlert.newAlert("one", "STAT", Instant.now());

    private static void openIn(PageInBrowser page, int width, int height) {
        page.resize(width, height);
        page.service.put(ALERT);
        page.openLive();
        page.openAlert("one");
    }

    private static boolean decidable(PageInBrowser page) {
        return page.one("#acknowledge-button").isEnabled()
                && page.one("#dismiss-button").isEnabled();
    }

    private static void assertNothingCanBeDecided(PageInBrowser page) {
        assertThat(decidable(page)).isFalse();
        page.press("a");
        assertThat(page.service.actions).isEmpty();
    }

    /// 640 x 450 and 320 x 256 are what 1280 x 900 and 1280 x 1024 leave at 200 % and 400 % (WCAG 2.1, 1.4.10).
    @ParameterizedTest
    @CsvSource(textBlock = """
            390,  800
            640,  450
            320,  256
            820,  1180
            844,  390
            901,  640
            1280, 900
            """)
    void hasRoomForListPictureAndFindingInAnyWindow(int width, int height, PageInBrowser page) {
        openIn(page, width, height);
        assertThat(page.one("#stage").getSize().width).isGreaterThanOrEqualTo(300);
        assertThat(page.one("#stage").getSize().height).isGreaterThanOrEqualTo(240);
        assertThat(page.run("return document.documentElement.scrollWidth <= innerWidth"))
                .as("there is nothing beside the window")
                .isEqualTo(true);
        for (String part :
                List.of(page.row("one"), "#patient-name", "#stage", "#finding-side", "#acknowledge-button")) {
            page.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'nearest' })", part);
            assertThat(page.run(
                            "const box = document.querySelector(arguments[0]).getBoundingClientRect();"
                                    + "return box.left >= 0 && box.right <= innerWidth && box.top > -1 && box.top < innerHeight",
                            part))
                    .as("%s can be brought into the window", part)
                    .isEqualTo(true);
        }
        // Above it may have been passed by between two frames.
        page.run("document.getElementById('stage').scrollIntoView({ block: 'nearest' })");
        page.awaitTrue("it may be decided on", () -> decidable(page));
    }

    @ParameterizedTest
    @CsvSource({"280, 800", "1280, 200"})
    void decidesNothingInAWindowWithoutRoomForTheRadiograph(int width, int height, PageInBrowser page) {
        openIn(page, width, height);
        page.awaitText("#decision-notice", "Make the window larger: it has no room for the radiograph.");
        assertNothingCanBeDecided(page);
        page.resize(1280, 900);
        page.awaitTrue("it may be decided on", () -> decidable(page));
        assertThat(page.one("#decision-notice").isDisplayed()).isFalse();
    }

    @Test
    void decidesNothingBeforeTheRadiographWasScrolledTo(PageInBrowser page) {
        page.service.frameStatus = 503;
        page.resize(390, 600);
        page.service.put(ALERT);
        page.openLive("#alert=one");
        page.awaitText("#stage-message", "The image could not be loaded.");
        page.service.frameStatus = 200;
        page.run("scrollTo(0, 0); document.querySelector('#stage-message button').click()");
        page.awaitText("#decision-notice", "Scroll to the radiograph, then decide.");
        assertNothingCanBeDecided(page);
        page.run("document.getElementById('stage').scrollIntoView()");
        page.awaitTrue("it may be decided on", () -> decidable(page));
    }

    @Test
    void decidesNothingThatCameWhileTheTabWasBehindAnother(PageInBrowser page) {
        page.service.frameStatus = 503;
        page.service.put(ALERT);
        page.openLive("#alert=one");
        page.awaitText("#stage-message", "The image could not be loaded.");
        page.service.frameStatus = 200;
        turn(page, "hidden");
        page.run("document.querySelector('#stage-message button').click()");
        page.awaitText("#decision-notice", "The radiograph came while this tab was behind another.");
        assertNothingCanBeDecided(page);
        turn(page, "visible");
        page.awaitTrue("it may be decided on", () -> decidable(page));
    }

    private static void turn(PageInBrowser page, String visibility) {
        page.run(
                "Object.defineProperty(document, 'visibilityState', { value: arguments[0], configurable: true });"
                        + "document.dispatchEvent(new Event('visibilitychange'))",
                visibility);
    }
}
