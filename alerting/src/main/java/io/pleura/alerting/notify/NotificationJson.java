package io.pleura.alerting.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/// A notification as text. The mapper must write times as ISO 8601, as the container's does.
final class NotificationJson {

    private NotificationJson() {}

    static String text(ObjectMapper json, Notification notification) {
        try {
            return json.writeValueAsString(notification);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
