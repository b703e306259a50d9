package io.pleura.standalone.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives each test its own [PageInBrowser]. All test classes share one Chromium, which ends with the last of them.
///
/// Without Chromium and its driver the tests are skipped with that reason; where `CI` is `true` they fail instead,
/// so that a build server cannot lose them unnoticed.
final class BrowserExtension implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);
    private static final List<Path> CHROMIUM = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final List<Path> DRIVER =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium/chromedriver"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (find(CHROMIUM).isPresent() && find(DRIVER).isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium and its driver are installed");
        }
        String missing = "No Chromium with chromedriver (Debian packages chromium and chromium-driver) in /usr/bin";
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(missing);
        }
        return ConditionEvaluationResult.disabled(missing);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PageInBrowser.class;
    }

    @Override
    public PageInBrowser resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Browser browser = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        Browser.class,
                        key -> Browser.start(
                                find(CHROMIUM).orElseThrow(), find(DRIVER).orElseThrow()),
                        Browser.class);
        return context.getStore(NAMESPACE)
                .computeIfAbsent(PageInBrowser.class, key -> new PageInBrowser(browser), PageInBrowser.class);
    }

    private static Optional<Path> find(List<Path> places) {
        return places.stream().filter(Files::isExecutable).findFirst();
    }
}
