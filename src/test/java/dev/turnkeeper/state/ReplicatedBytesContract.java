package dev.turnkeeper.state;

import static dev.turnkeeper.state.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

public abstract class ReplicatedBytesContract {

    private final String name = "map-" + UUID.randomUUID();

    protected abstract GridUnderTest grid();

    private List<ReplicatedBytes> maps() {
        return grid().members().stream().map(member -> member.replicated(name)).toList();
    }

    @Test
    void neverPut_isEmpty() {
        assertTrue(maps().get(0).get("a").isEmpty());
        assertTrue(maps().get(0).all().isEmpty());
    }

    @Test
    void put_reachesEveryMember() throws Exception {
        maps().get(0).put("a", new byte[] {1, 2});
        for (ReplicatedBytes map : maps()) {
            until("the value at each member", () -> holds(map.get("a"), 1, 2));
            assertArrayEquals(new byte[] {1, 2}, map.all().get("a"));
        }
    }

    @Test
    void laterPut_stays() throws Exception {
        ReplicatedBytes first = maps().get(0);
        first.put("a", new byte[] {1});
        first.put("a", new byte[] {2});
        for (ReplicatedBytes map : maps()) {
            until("the later value", () -> holds(map.get("a"), 2));
        }
    }

    @Test
    void put_isToldToEveryListener_theWritersToo() throws Exception {
        List<ReplicatedBytes> maps = maps();
        List<Map<String, byte[]>> heard = maps.stream()
                .<Map<String, byte[]>>map(map -> {
                    Map<String, byte[]> told = new ConcurrentHashMap<>();
                    map.listen(told::put);
                    return told;
                })
                .toList();
        maps.get(maps.size() - 1).put("a", new byte[] {3});
        maps.get(0).put("b", new byte[] {4});
        for (Map<String, byte[]> told : heard) {
            until("a told", () -> holds(Optional.ofNullable(told.get("a")), 3));
            until("b told", () -> holds(Optional.ofNullable(told.get("b")), 4));
        }
    }

    /** Each member writes the keys; at the end all hold the same. */
    @Test
    void fuzz_membersAgreeInTheEnd() throws Exception {
        List<ReplicatedBytes> maps = maps();
        for (int round = 0; round < 30; round++) {
            for (int writer = 0; writer < maps.size(); writer++) {
                maps.get(writer).put("key" + round % 7, new byte[] {(byte) round, (byte) writer});
            }
        }
        until("members agree", () -> {
            Map<String, byte[]> first = maps.get(0).all();
            return first.size() == 7 && maps.stream().map(ReplicatedBytes::all).allMatch(all -> same(first, all));
        });
    }

    private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), other.get(entry.getKey())));
    }

    private static boolean holds(Optional<byte[]> value, int... expected) {
        if (value.isEmpty() || value.get().length != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (value.get()[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
