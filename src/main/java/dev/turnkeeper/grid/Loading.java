package dev.turnkeeper.grid;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Fills maps from the other members, off the caller's thread; it takes a second or more each, and as long as it takes. */
final class Loading {

    private static final Logger LOG = System.getLogger(Loading.class.getName());

    private final HazelcastInstance hz;
    private final Threads threads;
    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();

    Loading(HazelcastInstance hz, Threads threads) {
        this.hz = hz;
        this.threads = threads;
    }

    <K> void load(String name, Consumer<ReplicatedMap<K, byte[]>> found) {
        CompletableFuture<Void> loaded = new CompletableFuture<>();
        underWay.add(loaded);
        attempt(name, found, loaded);
    }

    private <K> void attempt(String name, Consumer<ReplicatedMap<K, byte[]>> found, CompletableFuture<Void> loaded) {
        threads.finders.execute(() -> {
            try {
                found.accept(hz.getReplicatedMap(name));
                underWay.remove(loaded);
                loaded.complete(null);
            } catch (RuntimeException later) {
                LOG.log(Level.WARNING, "The map " + name + " is not to be had now; it is tried again", later);
                threads.againLater(() -> attempt(name, found, loaded));
            }
        });
    }

    /** Done when every map that was asked for until now is filled. */
    CompletionStage<Void> loaded() {
        return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
    }
}
