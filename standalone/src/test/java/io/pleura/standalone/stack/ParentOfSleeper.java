package io.pleura.standalone.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A parent to be killed: starts one tethered [Sleeper] as the stack starts its children.
public final class ParentOfSleeper {

    private ParentOfSleeper() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ChildProcess.start(new ChildProcess.Plan(
                Member.INGEST,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tether.class.getName(),
                        Sleeper.class.getName(),
                        folder.resolve("ready").toString()),
                Map.of(),
                folder.resolve("temporary"),
                folder.resolve("child.log"),
                folder.resolve("child.pid")));
        new CountDownLatch(1).await();
    }
}
