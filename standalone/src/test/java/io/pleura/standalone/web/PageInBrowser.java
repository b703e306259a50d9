package io.pleura.standalone.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// The page, open in the browser, and the stand-in service behind it. Waits are bounded; what does not come fails
/// the test.
final class PageInBrowser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_KEYS = Duration.ofMillis(150);

    private final ChromeDriver driver;
    /// Their handles, in the order in which they were opened.
    private final List<String> tabs = new ArrayList<>();

    final StubService service = new StubService();

    PageInBrowser(Browser browser) {
        this.driver = browser.driver();
        tabs.add(driver.getWindowHandle());
    }

    /// Opens the page and waits until it calls itself live.
    PageInBrowser openLive() {
        return openLive("");
    }

    /// With what the address names.
    PageInBrowser openLive(String fragment) {
        open(fragment);
        awaitTrue("the page is live", this::isLive);
        return this;
    }

    PageInBrowser open() {
        return open("");
    }

    /// Opens the page in one more tab, which then is the one that all else is about.
    PageInBrowser openTab(String fragment) {
        driver.switchTo().newWindow(WindowType.TAB);
        tabs.add(driver.getWindowHandle());
        return open(fragment);
    }

    /// Brings this tab to the front, the oldest being 0; from now on all is about it.
    void switchTo(int tab) {
        driver.switchTo().window(tabs.get(tab));
    }

    void closeTab(int tab) {
        switchTo(tab);
        driver.close();
        tabs.remove(tab);
    }

    private PageInBrowser open(String fragment) {
        driver.get("about:blank");
        driver.get(service.address() + "/" + fragment);
        return this;
    }

    void openAs(String userAndPassword) {
        driver.get("about:blank");
        driver.get(service.address().replace("://", "://" + userAndPassword + "@") + "/");
    }

    /// Gives the page so many CSS pixels, as a narrow window, a phone, or a large font does. Chromium's own windows
    /// do not get that small.
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    boolean isLive() {
        return !one("#stale-banner").isDisplayed() && text("#live-text").equals("Live");
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return one(selector).getText();
    }

    String title() {
        return Objects.requireNonNullElse(driver.getTitle(), "");
    }

    /// The alert ids of the worklist as they stand from top to bottom, those that the filter hides left out.
    List<String> rowsFromTop() {
        return all("#alerts > .row").stream()
                .filter(WebElement::isDisplayed)
                .map(row -> row.getAttribute("data-alert-id"))
                .toList();
    }

    String row(String alertId) {
        return "[data-alert-id='" + alertId + "']";
    }

    /// Opens an alert by clicking its row and waits for its radiograph.
    void openAlert(String alertId) {
        awaitTrue("row " + alertId, () -> !all(row(alertId)).isEmpty());
        one(row(alertId)).click();
        awaitTrue("a radiograph", () -> "shown".equals(one("#stage").getAttribute("data-image")));
        awaitPaint();
    }

    void click(String selector) {
        one(selector).click();
    }

    /// Presses each alone, as a reader does: the page takes no notice of keys that follow each other faster.
    void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            actions().sendKeys(key).pause(BETWEEN_KEYS).perform();
        }
    }

    Actions actions() {
        return new Actions(driver);
    }

    Object run(String script, Object... arguments) {
        Object result = ((JavascriptExecutor) driver).executeScript(script, arguments);
        return result == null ? "" : result;
    }

    /// Until what was asked for before is on the canvas: two animation frames on.
    void awaitPaint() {
        ((JavascriptExecutor) driver)
                .executeAsyncScript(
                        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));");
    }

    /// Red, green, blue, alpha of a canvas pixel.
    @SuppressWarnings("unchecked")
    List<Long> pixel(String canvas, double x, double y) {
        return (List<Long>) run(
                "return [...document.querySelector(arguments[0]).getContext('2d')"
                        + ".getImageData(Math.floor(arguments[1]), Math.floor(arguments[2]), 1, 1).data];",
                canvas,
                x,
                y);
    }

    void awaitTrue(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    void await(String what, Duration patience, BooleanSupplier condition) {
        new WebDriverWait(driver, patience, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "waited in vain until: " + what)
                .until(ignored -> condition.getAsBoolean());
    }

    void awaitText(String selector, String text) {
        awaitTrue(selector + " says " + text, () -> text(selector).contains(text));
    }

    @Override
    public void close() {
        while (tabs.size() > 1) {
            closeTab(1);
        }
        switchTo(0);
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.get("about:blank");
        service.close();
    }
}
