package io.pleura.alerting.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Nobody gets in by default: with neither a password nor OIDC the service does not start.
@ApplicationScoped
class AccessRule {

    static final int MIN_PASSWORD_LENGTH = 12;

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            @ConfigProperty(name = "PLEURA_ALERTING_PASSWORD") Optional<String> password,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean oidc) {
        require(password, oidc);
    }

    /// A password that is set must be long, also where OIDC is on: the embedded user would have it.
    static void require(Optional<String> password, boolean oidc) {
        if (password.isEmpty() && oidc) {
            return;
        }
        if (password.map(String::strip).orElse("").length() < MIN_PASSWORD_LENGTH) {
            throw new IllegalStateException("set PLEURA_ALERTING_PASSWORD to a password of " + MIN_PASSWORD_LENGTH
                    + " characters or more, or turn on OIDC (quarkus.oidc.tenant-enabled=true and its settings)");
        }
    }
}
