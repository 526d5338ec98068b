package dev.turnkeeper.state;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Tickets by visitor key, held whole by every node: reads are local; of two writes to one key the later one stays. */
public interface TicketMap {

    Optional<byte[]> get(UUID key);

    void putAll(Map<UUID, byte[]> tickets);

    void remove(UUID key);

    /** Whether what the grid held is here: until then, that there is no ticket means nothing. */
    boolean isFilled();

    /** Over what this node holds now; may miss what is put meanwhile. */
    void forEach(BiConsumer<UUID, byte[]> action);

    /** Told on every node of every put, also of those that came over from other members. */
    interface Listener {

        /** @param before what the key held on this node until now */
        void put(UUID key, Optional<byte[]> before, byte[] now);

        void removed(UUID key, byte[] was);
    }
}
