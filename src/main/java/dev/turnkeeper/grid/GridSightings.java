package dev.turnkeeper.grid;

import com.hazelcast.map.IMap;
import dev.turnkeeper.state.Sightings;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** In a distributed map, each name with an end: what was seen and when, in turn. */
final class GridSightings implements Sightings {

    private static final int PAIR = 2;
    private static final int MOST = 32;

    private final CompletionStage<IMap<String, long[]>> names;

    GridSightings(CompletionStage<IMap<String, long[]>> names) {
        this.names = names;
    }

    @Override
    public CompletionStage<Integer> note(String name, int what, long atMillis, long withinMillis) {
        return names.thenCompose(map -> map.getAsync(name).thenCompose(before -> {
            long[] after = with(before, what, atMillis, withinMillis);
            return map.setAsync(name, after, withinMillis, TimeUnit.MILLISECONDS)
                    .thenApply(done -> after.length / PAIR);
        }));
    }

    private static long[] with(long @Nullable [] before, int what, long at, long within) {
        LongStream.Builder kept = LongStream.builder();
        for (int i = 0; before != null && i < before.length; i += PAIR) {
            if (before[i] != what && at - before[i + 1] < within) {
                kept.add(before[i]).add(before[i + 1]);
            }
        }
        long[] all = kept.add(what).add(at).build().toArray();
        return Arrays.copyOfRange(all, Math.max(0, all.length - MOST * PAIR), all.length);
    }
}
