package dev.turnkeeper.pass;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bounded memory of what was used lately: two maps, of which the older is dropped when the younger is full. What is used
 * again moves to the younger one. Holds at most {@code 2 × half} entries, some more while several threads add at once.
 */
final class Recent<K, V> {

    private final int half;
    private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

    Recent(int half) {
        this.half = half;
    }

    Optional<V> find(K key) {
        V value = young.get(key);
        if (value != null) {
            return Optional.of(value);
        }
        value = old.get(key);
        if (value != null) {
            put(key, value);
        }
        return Optional.ofNullable(value);
    }

    void put(K key, V value) {
        if (young.size() >= half) {
            turn();
        }
        young.put(key, value);
    }

    private synchronized void turn() {
        if (young.size() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    int size() {
        return young.size() + old.size();
    }
}
