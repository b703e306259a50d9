package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/// A barcode wand or a dictation program types into whatever has the focus, which mostly is the page itself.
@ExtendWith(BrowserExtension.class)
final class KeysPageTest {

    @BeforeEach
    void openTheAlert(PageInBrowser page) {
        page.service.put(StubAlert.newAlert("one", "STAT", Instant.now()));
        page.service.put(StubAlert.newAlert("two", "ROUTINE", Instant.now()));
        page.openLive();
        page.openAlert("one");
        page.awaitTrue(
                "it may be decided on", () -> page.one("#acknowledge-button").isEnabled());
    }

    /// Types as a wand did a moment ago, 15 ms from key to key by the events' own times, into what has the focus.
    ///
    /// @param hashchange whether the address changes just behind the last one
    /// @return what has become of the last key: true when the browser goes on to do what it does with it
    private static boolean wand(PageInBrowser page, String text, boolean hashchange) {
        return (boolean) page.run("""
                const keys = [...arguments[0]].map(each => each === '\\n' ? 'Enter' : each);
                const now = performance.now();
                const results = keys.map((key, index) => {
                  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
                  Object.defineProperty(event, 'timeStamp', { value: now - 200 - 15 * (keys.length - index) });
                  return document.activeElement.dispatchEvent(event);
                });
                if (arguments[1]) dispatchEvent(new HashChangeEvent('hashchange'));
                return results.pop();
                """, text, hashchange);
    }

    private static boolean wand(PageInBrowser page, String text) {
        return wand(page, text, false);
    }

    /// The help comes by a key pressed later than those of the wand, so whatever they would do is done by then.
    private static void assertNothingWasDone(PageInBrowser page) {
        page.press("?");
        page.awaitTrue("help opens", () -> page.one("#help-dialog").isDisplayed());
        assertThat(page.service.actions).isEmpty();
        assertThat(page.all("#pending-actions li")).isEmpty();
        assertThat(page.one("#dismiss-dialog").isDisplayed()).isFalse();
        assertThat(page.one(page.row("one")).getAttribute("aria-selected")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1234567", "(01)a1234567\n", "1234a", "and then discharged", "7d", "aa", "dn"})
    void doesNothingOfWhatAWandTypes(String text, PageInBrowser page) {
        wand(page, text);
        assertNothingWasDone(page);
    }

    @Test
    void pressesNoButtonByTheEnterThatEndsALabel(PageInBrowser page) {
        page.run("document.getElementById('acknowledge-button').focus()");
        assertThat(wand(page, "1234567\n")).isFalse();
        page.run("document.getElementById('alerts').focus()");
        page.press("w", Keys.ARROW_DOWN);
        wand(page, "1234567\n");
        assertNothingWasDone(page);
    }

    @Test
    void takesWhatIsTypedIntoAComment(PageInBrowser page) throws InterruptedException {
        page.press("c");
        page.awaitTrue("the comment has the focus", () -> page.run("return document.activeElement.id")
                .equals("comment-text"));
        page.actions().sendKeys("and a name\n").perform();
        assertThat(String.valueOf(page.service.actions.poll(5, TimeUnit.SECONDS)))
                .contains("and a name");
    }

    @Test
    void doesWhatALoneKeySays(PageInBrowser page) throws InterruptedException {
        page.press("a");
        assertThat(String.valueOf(page.service.actions.poll(5, TimeUnit.SECONDS)))
                .contains("ACKNOWLEDGE");
        page.press("n");
        page.awaitText("#patient", "MRN-two");
    }

    @Test
    void forgetsAKeyWhenTheScreenBecomesAnother(PageInBrowser page) {
        wand(page, "d", true);
        assertNothingWasDone(page);
    }

    @Test
    void doesNothingByKeysWhereTheReaderSwitchedThemOff(PageInBrowser page) {
        page.click("#help-button");
        page.click("#keys-switch");
        page.click("#help-close");
        page.press("d", "?");
        assertThat(page.all("dialog[open]")).isEmpty();
        page.openLive("#alert=one");
        page.press("d", "?");
        assertThat(page.all("dialog[open]"))
                .as("also when the page is opened anew")
                .isEmpty();
        page.click("#help-button");
        page.click("#keys-switch");
        page.click("#help-close");
        page.press("?");
        page.awaitTrue("help opens", () -> page.one("#help-dialog").isDisplayed());
    }
}
