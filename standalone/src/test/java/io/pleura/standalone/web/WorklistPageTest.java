package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

@ExtendWith(BrowserExtension.class)
final class WorklistPageTest {
    private final Instant now = Instant.now();

    private StubAlert alert(String id, String priority, int minutesAgo) {
        return StubAlert.newAlert(id, priority, now.minus(Duration.ofMinutes(minutesAgo)));
    }

    @Test
    void showsWhoMustBeLookedAtFirstAtTheTop(PageInBrowser page) {
        page.service.putAll(List.of(
                alert("dismissed", "STAT", 90).changed("DISMISSED", "DISMISSED", "ann", "duplicate"),
                alert("acknowledged", "STAT", 80).changed("ACKNOWLEDGED", "ACKNOWLEDGED", "ann", null),
                alert("routine-recent", "ROUTINE", 3),
                alert("routine-waiting", "ROUTINE", 70),
                alert("stat-recent", "STAT", 1),
                alert("stat-waiting", "STAT", 4),
                alert("stat-escalated", "STAT", 2).escalated(1)));
        page.openLive();
        page.awaitTrue("all rows", () -> page.rowsFromTop().size() == 7);
        assertThat(page.rowsFromTop())
                .containsExactly(
                        "stat-escalated",
                        "stat-waiting",
                        "stat-recent",
                        "routine-waiting",
                        "routine-recent",
                        "acknowledged",
                        "dismissed");
        assertThat(page.text(page.row("stat-escalated")))
                .contains("STAT", "New", "Escalated 1", "Left", "0.93 (from 0.41)", "1 image");
    }

    /// As the letters beside the picture do.
    @Test
    void questionsASideThatTheFileDoesNotState(PageInBrowser page) {
        StubImage image = StubImage.plain("1.2.3.image");
        page.service.put(alert("stated", "STAT", 1).with(image));
        page.service.put(alert("not-stated", "STAT", 1).with(image.facing("NOT_STATED")));
        page.openLive();
        page.awaitText(page.row("not-stated") + " .row-side", "Left?");
        assertThat(page.one(page.row("not-stated") + " .row-side").getAttribute("title"))
                .isEqualTo("Sides not stated in the file");
        assertThat(page.text(page.row("stated") + " .row-side")).isEqualTo("Left");
    }

    @Test
    void movesAnAlertWhenItsUrgencyChangesAndPutsANewStatOneFirst(PageInBrowser page) {
        StubAlert first = alert("first", "ROUTINE", 9);
        page.service.putAll(List.of(first, alert("second", "ROUTINE", 5)));
        page.openLive();
        page.awaitTrue("two rows", () -> page.rowsFromTop().equals(List.of("first", "second")));
        page.service.put(first.changed("ACKNOWLEDGED", "ACKNOWLEDGED", "ann", null));
        page.awaitTrue("first gives way", () -> page.rowsFromTop().equals(List.of("second", "first")));
        page.service.put(alert("third", "STAT", 0));
        page.awaitTrue("STAT first", () -> page.rowsFromTop().equals(List.of("third", "second", "first")));
        page.service.put(alert("second", "ROUTINE", 5).escalated(2));
        page.awaitText(page.row("second"), "Escalated 2");
        assertThat(page.rowsFromTop()).containsExactly("third", "second", "first");
    }

    @Test
    void ignoresAnOlderVersionThatComesLate(PageInBrowser page) {
        StubAlert raised = alert("one", "STAT", 1);
        page.service.put(raised.changed("ACKNOWLEDGED", "ACKNOWLEDGED", "ann", null));
        page.openLive();
        page.awaitText(page.row("one"), "Acknowledged");
        page.service.put(raised);
        page.service.put(alert("two", "STAT", 1));
        page.awaitText(page.row("two"), "New");
        assertThat(page.text(page.row("one"))).contains("Acknowledged");
    }

    @Test
    void agesTickAndTurnIntoHours(PageInBrowser page) {
        page.service.putAll(List.of(alert("young", "STAT", 12), alert("old", "ROUTINE", 125)));
        page.openLive();
        String age = page.row("young") + " .row-age";
        page.awaitText(age, "12:0");
        String before = page.text(age);
        page.awaitTrue("the age ticks", () -> page.text(age).compareTo(before) > 0);
        assertThat(page.text(page.row("old") + " .row-age")).isEqualTo("2 h 05 min");
    }

    @Test
    void marksANewStatAlertByMoreThanColour(PageInBrowser page) {
        page.service.putAll(List.of(alert("stat", "STAT", 1), alert("routine", "ROUTINE", 1)));
        page.openLive();
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        assertThat(fontSize(page, "stat")).isGreaterThan(fontSize(page, "routine") + 2);
        assertThat(page.one(page.row("stat")).getSize().height)
                .isGreaterThan(page.one(page.row("routine")).getSize().height);
        assertThat(page.text(page.row("stat") + " .row-priority")).isEqualTo("STAT");
    }

    private static double fontSize(PageInBrowser page, String alertId) {
        return Double.parseDouble(page.one(page.row(alertId) + " .row-priority")
                .getCssValue("font-size")
                .replace("px", ""));
    }

    @Test
    void filtersAndCountsNewAlertsInListAndTitle(PageInBrowser page) {
        page.service.putAll(List.of(
                alert("new-1", "STAT", 1),
                alert("new-2", "ROUTINE", 1),
                alert("done", "ROUTINE", 1).changed("DISMISSED", "DISMISSED", "ann", "duplicate")));
        page.openLive();
        page.awaitTrue("the title counts", () -> page.title().equals("(2) Pleura worklist"));
        assertThat(page.rowsFromTop()).containsExactly("new-1", "new-2", "done");
        page.click(".filter label:first-child");
        assertThat(page.rowsFromTop()).containsExactly("new-1", "new-2");
        page.service.put(alert("new-2", "ROUTINE", 1).changed("ACKNOWLEDGED", "ACKNOWLEDGED", "ann", null));
        page.awaitTrue("the title counts down", () -> page.title().equals("(1) Pleura worklist"));
        assertThat(page.rowsFromTop()).containsExactly("new-1");
    }

    @Test
    void isOperatedByKeysAlone(PageInBrowser page) {
        page.service.putAll(List.of(alert("a", "STAT", 3), alert("b", "ROUTINE", 2), alert("c", "ROUTINE", 1)));
        page.openLive();
        page.awaitTrue("three rows", () -> page.rowsFromTop().size() == 3);
        page.press("w", Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
        page.awaitTrue("b is open", () -> selected(page, "b"));
        page.press("n");
        page.awaitTrue("n opens the most urgent", () -> selected(page, "a"));
        page.press("?");
        page.awaitTrue("help opens", () -> page.one("#help-dialog").isDisplayed());
    }

    private static boolean selected(PageInBrowser page, String alertId) {
        return "true".equals(page.one(page.row(alertId)).getAttribute("aria-selected"));
    }

    @Test
    void changesOneRowAmongAThousandWithoutTouchingTheOthers(PageInBrowser page) {
        List<StubAlert> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(alert("alert-" + i, i % 4 == 0 ? "STAT" : "ROUTINE", 100 + i));
        }
        page.service.putAll(many);
        page.openLive();
        page.awaitTrue("a thousand rows", () -> page.text("#count-all").equals("1000"));
        page.run("window.touched = 0;"
                + "new MutationObserver(list => { window.touched += list.length; })"
                + ".observe(document.getElementById('alerts'), { childList: true });");
        page.service.put(many.get(500).changed("DISMISSED", "DISMISSED", "ann", "duplicate"));
        page.awaitText(page.row("alert-500") + " .row-state", "Dismissed");
        page.awaitTrue("it is last", () -> page.run(
                        "return document.querySelector('#alerts').lastElementChild.dataset.alertId")
                .equals("alert-500"));
        // One removal and one insertion.
        assertThat((Long) page.run("return window.touched;")).isEqualTo(2);
        assertThat(page.text("#count-new")).isEqualTo("999");
    }
}
