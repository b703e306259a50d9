package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a notification, a RIS or a PACS links to. Followed in a tab that has the page open, a link changes the fragment
/// of the address and loads nothing.
@ExtendWith(BrowserExtension.class)
final class AddressPageTest {
    private static final String NOT_THERE = "The alert that this address names is not in the worklist.";
    private static final StubAlert TWO =
            StubAlert.newAlert("two", "ROUTINE", Instant.now()).of(Map.of("name", "DOE^JOHN", "id", "MRN-two"));

    @BeforeEach
    void openTheFirst(PageInBrowser page) {
        page.service.put(StubAlert.newAlert("one", "STAT", Instant.now()));
        page.service.put(TWO);
        page.openLive();
        page.openAlert("one");
    }

    private static void follow(PageInBrowser page, String fragment) {
        page.run("location.hash = arguments[0]", fragment);
    }

    private static void assertNothingCanBeDone(PageInBrowser page) {
        assertThat(page.one("#viewer").getAttribute("data-phase")).isEqualTo("empty");
        assertThat(page.one("#patient").isDisplayed()).isFalse();
        assertThat(page.one("#acknowledge-button").isDisplayed()).isFalse();
        assertThat(page.all("[aria-selected=true]")).isEmpty();
        page.press("a", "d", "c");
        assertThat(page.one("#dismiss-dialog").isDisplayed()).isFalse();
        assertThat(page.service.actions).isEmpty();
    }

    @Test
    void showsThePatientOfTheLinkThatIsFollowedWhileAnotherIsOpen(PageInBrowser page) {
        follow(page, "#alert=two");
        page.awaitText("#patient-name", "DOE, JOHN");
        page.awaitTrue("its row is selected", () -> "true"
                .equals(page.one(page.row("two")).getAttribute("aria-selected")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#alert=nobody", "#alert=%E0%A4%A", "#alert=on%"})
    void takesThePatientOffTheScreenWhenTheLinkNamesNone(String fragment, PageInBrowser page) {
        follow(page, fragment);
        page.awaitText("#address-text", NOT_THERE);
        assertNothingCanBeDone(page);
    }

    @Test
    void saysWhenTheLinkThatOpenedThePageNamesNone(PageInBrowser page) {
        page.openLive("#alert=nobody");
        page.awaitText("#address-text", NOT_THERE);
        assertNothingCanBeDone(page);
    }

    /// Whoever pages may be faster than the worklist.
    @Test
    void opensTheAlertOfTheLinkWhenItComes(PageInBrowser page) {
        follow(page, "#alert=three");
        page.awaitText("#address-text", NOT_THERE);
        page.service.put(StubAlert.newAlert("three", "STAT", Instant.now()).of(Map.of("name", "POE^ADA")));
        page.awaitText("#patient-name", "POE, ADA");
    }

    @Test
    void waitsForTheListBeforeItSaysThatTheAlertIsNotThere(PageInBrowser page) {
        page.service.feed.refusing = true;
        page.service.feed.drop();
        page.awaitTrue("it is not live", () -> !page.isLive());
        follow(page, "#alert=nobody");
        page.awaitText("#address-text", "Waiting for the alert that this address names. The list is not live.");
        assertNothingCanBeDone(page);
        page.service.feed.refusing = false;
        page.awaitText("#address-text", NOT_THERE);
    }

    @Test
    void staysWhereItIsWhenTheAddressNamesNoAlert(PageInBrowser page) {
        follow(page, "#alerts");
        page.openAlert("two");
        page.awaitText("#patient-name", "DOE, JOHN");
        assertThat(page.run("return location.hash")).isEqualTo("#alert=two");
    }
}
