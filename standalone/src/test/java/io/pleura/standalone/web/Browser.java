package io.pleura.standalone.web;

import io.pleura.standalone.Await;
import io.pleura.standalone.stack.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// One headless Chromium with a profile of its own, which goes when it is closed, and its temporary files with it.
record Browser(ChromeDriver driver, Path profile) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Browser start(Path chromium, Path chromedriver) {
        try {
            Path profile = Files.createTempDirectory("pleura-browser");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(chromium.toString());
            options.addArguments(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--force-device-scale-factor=1",
                    "--window-size=1440,900",
                    "--user-data-dir=" + profile);
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(chromedriver.toFile())
                    .usingAnyFreePort()
                    .withEnvironment(Map.of("TMPDIR", profile.toString()))
                    .build();
            return new Browser(new ChromeDriver(service, options), profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        Await.until("the browser's last process writes no more", PATIENCE, this::deleteProfile);
    }

    private boolean deleteProfile() {
        try {
            FileTree.delete(profile);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
        return true;
    }
}
