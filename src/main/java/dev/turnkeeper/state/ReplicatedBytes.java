package dev.turnkeeper.state;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One named map that every node holds whole: reads are local, writes reach the others a little later, and of two writes to
 * one key the later one stays. Who needs more than that (versions, "the smaller wins") says so in the value and listens.
 */
public interface ReplicatedBytes {

    Optional<byte[]> get(String key);

    /** A copy of what this node holds now. */
    Map<String, byte[]> all();

    void put(String key, byte[] value);

    /** Calls back on this node for every value put anywhere, this node included, with the key and the value. */
    void listen(BiConsumer<String, byte[]> onPut);
}
