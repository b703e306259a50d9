package io.pleura.standalone.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A child that says that it runs and then does nothing until it is ended; writes its process id to the file that it is
/// given.
public final class Sleeper {

    private Sleeper() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("sleeping");
        Path ready = Path.of(arguments[0]);
        Path written = Files.writeString(
                Path.of(ready + ".tmp"), Long.toString(ProcessHandle.current().pid()));
        Files.move(
                written,
                ready,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        new CountDownLatch(1).await();
    }
}
