package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRuleTest {

    @ParameterizedTest
    @CsvSource({"twelve-chars, false", "twelve-chars, true", ", true"})
    void startsWithAPasswordOrOidc(@Nullable String password, boolean oidc) {
        assertThatCode(() -> AccessRule.require(Optional.ofNullable(password), oidc))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({", false", "short, false", "short, true", "'            ', false"})
    void refusesToStartOtherwise(@Nullable String password, boolean oidc) {
        assertThatIllegalStateException()
                .isThrownBy(() -> AccessRule.require(Optional.ofNullable(password), oidc))
                .withMessageContaining("PLEURA_ALERTING_PASSWORD");
    }
}
