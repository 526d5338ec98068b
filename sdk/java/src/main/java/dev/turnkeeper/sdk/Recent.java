package dev.turnkeeper.sdk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was put or read lately, bounded: at most twice {@code many} entries. Two maps; when the newer is full it becomes the
 * older, and what is read from the older moves up. No lock, no order to keep on each read.
 */
final class Recent<K, V> {

    private final int many;
    private volatile Map<K, V> newer = new ConcurrentHashMap<>();
    private volatile Map<K, V> older = Map.of();

    Recent(int many) {
        this.many = many;
    }

    /** Null where there is none. */
    V get(K key) {
        V value = newer.get(key);
        if (value == null) {
            value = older.get(key);
            if (value != null) {
                put(key, value);
            }
        }
        return value;
    }

    void put(K key, V value) {
        newer.put(key, value);
        if (newer.size() > many) {
            turn();
        }
    }

    /** Takes it out. Null where there is none. */
    V remove(K key) {
        V value = newer.remove(key);
        return value != null || older.isEmpty() ? value : older.remove(key);
    }

    private synchronized void turn() {
        if (newer.size() > many) {
            older = newer;
            newer = new ConcurrentHashMap<>();
        }
    }
}
