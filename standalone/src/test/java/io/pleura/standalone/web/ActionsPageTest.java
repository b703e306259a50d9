package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

@ExtendWith(BrowserExtension.class)
final class ActionsPageTest {
    private static final StubAlert ALERT = StubAlert.newAlert("one", "STAT", Instant.now());

    @BeforeEach
    void openTheAlert(PageInBrowser page) {
        page.service.put(ALERT);
        page.openLive();
        page.openAlert("one");
    }

    private static JsonNode posted(PageInBrowser page) throws InterruptedException {
        JsonNode action = page.service.actions.poll(5, TimeUnit.SECONDS);
        assertThat(action).as("an action is posted").isNotNull();
        return action;
    }

    @Test
    void acknowledgesByOneKeyAndIsPendingUntilTheFeedShowsIt(PageInBrowser page) throws InterruptedException {
        page.press("a");
        JsonNode action = posted(page);
        assertThat(action.fieldNames()).toIterable().containsExactlyInAnyOrder("action", "actionId", "version");
        assertThat(action.get("action").asText()).isEqualTo("ACKNOWLEDGE");
        assertThat(UUID.fromString(action.get("actionId").asText()).version()).isEqualTo(4);
        page.awaitText("#pending-actions", "Acknowledge: accepted, waiting for the live list to show it");
        assertThat(page.text("#state-line")).contains("New");
        page.press("a");
        page.service.put(ALERT.changed("ACKNOWLEDGED", "ACKNOWLEDGED", "ann", null));
        page.awaitText("#state-line", "Acknowledged");
        page.awaitTrue(
                "nothing is pending", () -> page.all("#pending-actions li").isEmpty());
        page.awaitText("#history", "ann");
        assertThat(page.service.actions).as("the second key press sent nothing").isEmpty();
        assertThat(page.one("#acknowledge-button").isEnabled()).isFalse();
    }

    @Test
    void doesNothingToTheShownAlertWhileTheKeysAreOnAnotherRow(PageInBrowser page) {
        page.service.put(StubAlert.newAlert("two", "ROUTINE", Instant.now()));
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        page.press("w", Keys.ARROW_DOWN, "a");
        page.awaitText("#patient", "MRN-two");
        assertThat(page.service.actions).isEmpty();
    }

    @Test
    void refusesToDismissWithoutAReason(PageInBrowser page) throws InterruptedException {
        page.press("d");
        page.awaitText("#dismiss-patient", "ROE, JANE");
        page.click("#dismiss-form [type=submit]");
        page.awaitText("#dismiss-error", "Please choose a reason.");
        page.click("#dismiss-choices label:last-child");
        page.click("#dismiss-form [type=submit]");
        page.awaitText("#dismiss-error", "Please give the reason in words.");
        assertThat(page.service.actions).isEmpty();
        page.one("#dismiss-detail").sendKeys("seen on CT");
        page.click("#dismiss-form [type=submit]");
        JsonNode action = posted(page);
        assertThat(action.get("action").asText()).isEqualTo("DISMISS");
        assertThat(action.get("reason").asText()).isEqualTo("Other reason: seen on CT");
        page.service.put(ALERT.changed("DISMISSED", "DISMISSED", "ann", "Other reason: seen on CT"));
        page.awaitText("#state-line", "Dismissed");
        page.awaitText("#history", "Other reason: seen on CT");
    }

    @Test
    void commentsFromTheKeyboard(PageInBrowser page) throws InterruptedException {
        page.press("c");
        page.press("called the ward", Keys.ENTER);
        JsonNode action = posted(page);
        assertThat(action.get("action").asText()).isEqualTo("COMMENT");
        assertThat(action.get("reason").asText()).isEqualTo("called the ward");
        page.service.put(ALERT.changed("NEW", "COMMENTED", "ann", "called the ward"));
        page.awaitText("#history", "called the ward");
        page.awaitTrue(
                "nothing is pending", () -> page.all("#pending-actions li").isEmpty());
    }

    @Test
    void saysWhatFailedAndTriesAgainWithTheSameActionId(PageInBrowser page) throws InterruptedException {
        page.service.actionStatus = 503;
        page.press("a");
        String firstId = posted(page).get("actionId").asText();
        page.awaitText("#pending-actions", "Acknowledge was not sent. The server cannot take this now. (503)");
        assertThat(page.text("#state-line")).contains("New");
        page.service.actionStatus = 202;
        page.click("#pending-actions button");
        assertThat(posted(page).get("actionId").asText()).isEqualTo(firstId);
        page.awaitText("#pending-actions", "accepted");
    }

    @Test
    void showsHostileTextAsTextAndRunsNoneOfIt(PageInBrowser page) {
        String hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
        page.service.put(ALERT.changed("NEW", "COMMENTED", hostile, hostile)
                .of(Map.of("name", hostile, "id", hostile, "studyDescription", hostile)));
        page.awaitText("#history", hostile);
        page.awaitText("#patient", hostile);
        assertThat(page.all("#history img, #history script, #patient img, #patient script"))
                .isEmpty();
        assertThat(page.run("return String(window.hacked)")).isEqualTo("undefined");
    }

    @Test
    void letsNoMarkupInEvenIfCodeTriedTo(PageInBrowser page) {
        assertThat(page.run("try { document.createElement('div').innerHTML = '<b>x</b>'; return 'let in'; }"
                        + " catch (error) { return error.name; }"))
                .isEqualTo("TypeError");
    }
}
