package io.pleura.standalone.endtoend;

import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A stack for a test: its own ports and folder.
final class TestStack {

    private TestStack() {}

    static Stack start(Path folder, Map<Member, Map<String, String>> environment)
            throws IOException, InterruptedException {
        return Stack.start(
                new StackSettings(
                        StackSettings.repositoryOfThisProcess(),
                        new DataFolder(folder),
                        Ports.free(),
                        StackSettings.STANDARD_CALLERS,
                        environment),
                line -> System.out.println("stack: " + line));
    }

    static StoreScu sender(Stack stack, String callingAeTitle) {
        return new StoreScu(
                Ports.HOST, stack.ports().dicom(), callingAeTitle, StackSettings.AE_TITLE, Timeouts.DEFAULT);
    }
}
