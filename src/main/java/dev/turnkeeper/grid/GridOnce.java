package dev.turnkeeper.grid;

import com.hazelcast.map.IMap;
import dev.turnkeeper.state.Once;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Names in a distributed map, each with an end; the member that keeps one has a backup. */
final class GridOnce implements Once {

    private final CompletionStage<IMap<String, Boolean>> names;

    GridOnce(CompletionStage<IMap<String, Boolean>> names) {
        this.names = names;
    }

    /** Who comes later puts the name again: it then lasts longer, and what was there before says who was first. */
    @Override
    public CompletionStage<Boolean> first(String name, long forMillis) {
        return names.thenCompose(map -> map.putAsync(name, Boolean.TRUE, forMillis, TimeUnit.MILLISECONDS))
                .thenApply(before -> before == null);
    }
}
