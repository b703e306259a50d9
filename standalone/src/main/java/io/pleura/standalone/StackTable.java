package io.pleura.standalone;

import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;

/// What a person needs to use a running stack, as one table.
final class StackTable {

    private StackTable() {}

    static String of(Stack stack) {
        Ports ports = stack.ports();
        return """

                Pleura is up. Not a medical device; the shipped model was trained on synthetic phantoms only.

                  page        http://%1$s:%2$d/      user clinician, password %3$s
                  DICOM       %1$s:%4$d, AE title %5$s, callers %6$s (%7$s sends STAT)
                  STOW-RS     http://%1$s:%8$d/dicom-web/studies
                  Kafka       %1$s:%9$d
                  health      http://%1$s:{%10$d,%11$d,%12$d}/q/health, metrics at /q/metrics
                  data, logs  %13$s
                """.formatted(
                        Ports.HOST,
                        ports.alerting(),
                        stack.password(),
                        ports.dicom(),
                        StackSettings.AE_TITLE,
                        String.join(" ", stack.settings().allowedCallers()),
                        StackSettings.STAT_CALLER,
                        ports.ingest(),
                        ports.kafka(),
                        ports.ingestManagement(),
                        ports.inferenceManagement(),
                        ports.alertingManagement(),
                        stack.settings().data().root());
    }
}
