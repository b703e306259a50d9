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
import org.openqa.selenium.Rectangle;

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

    /// By accident, and on the wrong patient: the alert must come back to whoever is on call.
    @Test
    void takesADecisionBack(PageInBrowser page) throws InterruptedException {
        assertThat(page.one("#return-button").isDisplayed()).isFalse();
        page.press("b");
        int top = page.one("#acknowledge-button").getRect().getY();
        StubAlert acknowledged = ALERT.changed("ACKNOWLEDGED", "ACKNOWLEDGED", "ann", null);
        page.service.put(acknowledged);
        page.awaitText("#state-line", "Acknowledged");
        Rectangle button = page.one("#return-button").getRect();
        assertThat(button.getY() + button.getHeight())
                .as("a second click of the same place does not hit it")
                .isLessThanOrEqualTo(top);
        page.press("b");
        JsonNode action = posted(page);
        assertThat(action.fieldNames()).toIterable().containsExactlyInAnyOrder("action", "actionId", "version");
        assertThat(action.get("action").asText()).isEqualTo("RETURN");
        page.awaitText("#pending-actions", "Back to new: accepted");
        assertThat(page.one("#return-button").isEnabled()).isFalse();
        page.service.put(acknowledged.changed("NEW", "RETURNED", "ann", null));
        page.awaitText("#state-line", "New");
        page.awaitText("#history", "Back to new");
        page.awaitTrue(
                "nothing is pending", () -> page.all("#pending-actions li").isEmpty());
        assertThat(page.one("#return-button").isDisplayed()).isFalse();
        assertThat(decidable(page)).isTrue();
        assertThat(page.service.actions)
                .as("on a new alert the key sends nothing")
                .isEmpty();
    }

    /// Somebody has to look again, whatever this screen could show.
    @Test
    void takesADecisionBackWhileARadiographCannotBeLoaded(PageInBrowser page) throws InterruptedException {
        page.service.frameStatus = 503;
        page.service.put(StubAlert.newAlert("two", "ROUTINE", Instant.now())
                .changed("DISMISSED", "DISMISSED", "bob", "skin fold"));
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        page.click(page.row("two"));
        page.awaitText("#stage-message", "The image could not be loaded.");
        page.click("#return-button");
        assertThat(posted(page).get("action").asText()).isEqualTo("RETURN");
    }

    private static final StubImage LATER = StubImage.plain("1.2.3.later").scored(0.61, "RIGHT");

    private static boolean decidable(PageInBrowser page) {
        return page.one("#acknowledge-button").isEnabled()
                && page.one("#dismiss-button").isEnabled();
    }

    private static void openAnother(PageInBrowser page) {
        page.service.put(StubAlert.newAlert("two", "ROUTINE", Instant.now()));
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
        page.click(page.row("two"));
    }

    private static void chooseAReason(PageInBrowser page) {
        page.press("d");
        page.awaitText("#dismiss-patient", "ROE, JANE");
        page.click("#dismiss-choices label:nth-of-type(2)");
    }

    @Test
    void dismissesNoRadiographThatArrivedBehindTheDialog(PageInBrowser page) throws InterruptedException {
        chooseAReason(page);
        page.service.put(ALERT.arrived(LATER));
        page.awaitTrue("the dialog closes", () -> !page.one("#dismiss-dialog").isDisplayed());
        page.awaitText("#decision-notice", "Nothing was dismissed. A radiograph came: look at image 2, then decide.");
        assertThat(decidable(page)).isFalse();
        page.press("a", "d");
        assertThat(page.service.actions).isEmpty();
        assertThat(page.all("#image-tabs button").get(1).getText()).contains("new");
        page.press("2");
        page.awaitTrue("it may be decided on once it was looked at", () -> decidable(page));
        assertThat(page.one("#decision-notice").isDisplayed()).isFalse();
        chooseAReason(page);
        page.click("#dismiss-form [type=submit]");
        assertThat(posted(page).get("version").asLong()).isEqualTo(2);
    }

    @Test
    void dismissesTheVersionThatWasOnTheScreenWhenTheDialogOpened(PageInBrowser page) throws InterruptedException {
        chooseAReason(page);
        page.service.put(ALERT.changed("NEW", "COMMENTED", "bob", "on my way"));
        page.awaitText("#history", "on my way");
        page.click("#dismiss-form [type=submit]");
        assertThat(posted(page).get("version").asLong()).isEqualTo(1);
    }

    @Test
    void decidesNothingWhileANewerRadiographCannotBeLoaded(PageInBrowser page) throws InterruptedException {
        page.service.detailStatus = 503;
        page.service.put(ALERT.arrived(LATER));
        page.awaitText("#decision-notice", "A newer radiograph could not be loaded.");
        assertThat(decidable(page)).isFalse();
        page.press("a", "d");
        assertThat(page.service.actions).isEmpty();
        assertThat(page.one("#dismiss-dialog").isDisplayed()).isFalse();
        page.service.detailStatus = 200;
        page.click("#decision-retry");
        page.awaitText("#decision-notice", "look at image 2");
        page.press("2");
        page.awaitTrue("it may be decided on", () -> decidable(page));
        page.press("a");
        assertThat(posted(page).get("version").asLong()).isEqualTo(2);
    }

    /// Each of them is positive, and the second shows the other side.
    @Test
    void decidesNothingBeforeAllRadiographsWereOnTheScreen(PageInBrowser page) throws InterruptedException {
        page.service.put(StubAlert.newAlert("both", "ROUTINE", Instant.now())
                .with(
                        StubImage.plain("1.2.3.left").scored(0.97, "LEFT"),
                        StubImage.plain("1.2.3.right").scored(0.55, "RIGHT")));
        page.openAlert("both");
        page.awaitText("#decision-notice", "Look at image 2 too, then decide.");
        assertThat(page.all("#image-tabs button").get(0).getText()).doesNotContain("not seen");
        assertThat(page.all("#image-tabs button").get(1).getText()).contains("not seen");
        assertThat(page.one("#acknowledge-button").isEnabled()).isFalse();
        assertThat(page.one("#dismiss-button").isEnabled()).isFalse();
        page.press("a", "d");
        assertThat(page.service.actions).isEmpty();
        page.press("2");
        page.awaitTrue("it may be decided on once both were looked at", () -> decidable(page));
        assertThat(page.one("#decision-notice").isDisplayed()).isFalse();
        assertThat(page.text("#image-tabs")).doesNotContain("not seen");
        page.press("a");
        assertThat(posted(page).get("version").asLong()).isEqualTo(1);
    }

    @Test
    void decidesNothingBeforeTheRadiographIsOnTheScreen(PageInBrowser page) {
        page.service.frameStatus = 503;
        openAnother(page);
        page.awaitText("#stage-message", "The image could not be loaded.");
        assertThat(decidable(page)).isFalse();
        page.service.frameStatus = 200;
        page.click("#stage-message button");
        page.awaitTrue("it may be decided on", () -> decidable(page));
    }

    /// Otherwise nobody could ever close an alert whose file was lost.
    @Test
    void decidesAboutARadiographOfWhichTheScreenSaysThatItCannotBeShown(PageInBrowser page) {
        page.service.frameStatus = 410;
        openAnother(page);
        page.awaitText("#stage-message", "The image could not be loaded.");
        page.awaitTrue("it may be decided on", () -> decidable(page));
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
    void keepsACommentThatWasBegunForItsAlert(PageInBrowser page) throws InterruptedException {
        page.one("#comment-text").sendKeys("called the");
        putAnother(page);
        page.openAlert("two");
        assertThat(comment(page)).isEmpty();
        page.openAlert("one");
        assertThat(comment(page)).isEqualTo("called the");
        page.one("#comment-text").sendKeys(" ward", Keys.ENTER);
        assertThat(posted(page).get("reason").asText()).isEqualTo("called the ward");
        page.openAlert("two");
        page.openAlert("one");
        assertThat(comment(page)).as("what was said is not said again").isEmpty();
    }

    private static String comment(PageInBrowser page) {
        return (String) page.run("return document.getElementById('comment-text').value");
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

    private static void putAnother(PageInBrowser page) {
        page.service.put(StubAlert.newAlert("two", "ROUTINE", Instant.now()).of(Map.of("name", "DOE^JOHN")));
        page.awaitTrue("two rows", () -> page.rowsFromTop().size() == 2);
    }

    private static boolean asksBeforeItIsLeft(PageInBrowser page) {
        return (boolean) page.run("return !dispatchEvent(new Event('beforeunload', { cancelable: true }))");
    }

    /// Acknowledge, next: who has gone on takes the first for done.
    @Test
    void saysWhatFailedAlsoWhenTheReaderHasGoneOn(PageInBrowser page) throws InterruptedException {
        String failed = "ROE, JANE (MRN-one) - Acknowledge was not sent. The server cannot take this now. (503)";
        putAnother(page);
        assertThat(page.one("#actions-elsewhere").isDisplayed()).isFalse();
        assertThat(asksBeforeItIsLeft(page)).isFalse();
        page.service.actionStatus = 503;
        page.service.holdActions();
        page.press("a");
        page.press("n");
        page.awaitText("#patient-name", "DOE, JOHN");
        page.service.letActionsGo();
        String firstId = posted(page).get("actionId").asText();
        page.awaitText("#actions-elsewhere", failed);
        assertThat(page.one("#actions-elsewhere").isDisplayed()).isTrue();
        assertThat(page.run("return document.getElementById('announcer').textContent"))
                .isEqualTo(failed);
        assertThat(page.text(page.row("one"))).contains("Acknowledge not sent");
        assertThat(page.text(page.row("two"))).doesNotContain("not sent");
        assertThat(asksBeforeItIsLeft(page)).isTrue();
        page.service.actionStatus = 202;
        page.click("#actions-elsewhere li button:nth-of-type(2)");
        assertThat(posted(page).get("actionId").asText()).isEqualTo(firstId);
        page.awaitText("#actions-elsewhere", "accepted");
        assertThat(page.text(page.row("one"))).doesNotContain("not sent");
        page.service.put(ALERT.changed("ACKNOWLEDGED", "ACKNOWLEDGED", "ann", null));
        page.awaitTrue("it is settled", () -> page.all("#actions-elsewhere li").isEmpty());
        assertThat(page.text("#patient-name")).isEqualTo("DOE, JOHN");
    }

    @Test
    void opensTheAlertWhoseActionFailed(PageInBrowser page) {
        putAnother(page);
        page.service.actionStatus = 503;
        page.press("a");
        page.awaitText("#pending-actions", "Acknowledge was not sent.");
        page.openAlert("two");
        page.awaitText("#actions-elsewhere", "ROE, JANE (MRN-one) - Acknowledge was not sent.");
        assertThat(page.all("#pending-actions li")).isEmpty();
        page.click("#actions-elsewhere li button");
        page.awaitText("#patient-name", "ROE, JANE");
        page.awaitText("#pending-actions", "Acknowledge was not sent.");
        assertThat(page.all("#actions-elsewhere li")).isEmpty();
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
