package dev.turnkeeper.node;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT, caught before the JVM's shutdown hooks: Payara's own hook takes the application down at once, and
 * hooks run beside each other, so none of them could wait for a drain.
 */
final class StopSignal {

    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private StopSignal() {}

    /** @param last what is done before the server ends; a second signal ends it at once */
    static void onStop(Runnable last) {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> new Thread(() -> stop(last), "turnkeeper-stop").start());
        }
    }

    private static void stop(Runnable last) {
        try {
            if (STOPPING.compareAndSet(false, true)) {
                last.run();
            }
        } finally {
            System.exit(0);
        }
    }
}
