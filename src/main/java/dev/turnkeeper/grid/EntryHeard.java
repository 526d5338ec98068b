package dev.turnkeeper.grid;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.EntryListener;
import com.hazelcast.map.MapEvent;

/** The two things a map tells us. */
interface EntryHeard<K> extends EntryListener<K, byte[]> {

    void put(EntryEvent<K, byte[]> event);

    void removed(EntryEvent<K, byte[]> event);

    @Override
    default void entryAdded(EntryEvent<K, byte[]> event) {
        put(event);
    }

    @Override
    default void entryUpdated(EntryEvent<K, byte[]> event) {
        put(event);
    }

    @Override
    default void entryRemoved(EntryEvent<K, byte[]> event) {
        removed(event);
    }

    @Override
    default void entryEvicted(EntryEvent<K, byte[]> event) {
        removed(event);
    }

    @Override
    default void entryExpired(EntryEvent<K, byte[]> event) {
        removed(event);
    }

    @Override
    default void mapCleared(MapEvent event) {}

    @Override
    default void mapEvicted(MapEvent event) {}
}
