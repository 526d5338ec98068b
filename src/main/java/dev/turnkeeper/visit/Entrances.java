package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.tick.LedgerName;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The entrances of all rooms, generation by generation, opened when they are first asked for. Any thread. */
final class Entrances {

    private final ConcurrentHashMap<LedgerName, Entrance> entrances = new ConcurrentHashMap<>();
    private final Function<LedgerName, Entrance> opening;

    Entrances(Function<LedgerName, Entrance> opening) {
        this.opening = opening;
    }

    Entrance of(Room room, long generation) {
        return of(new LedgerName(room.id().value(), generation));
    }

    Entrance of(LedgerName name) {
        Entrance entrance = entrances.get(name);
        return entrance != null ? entrance : entrances.computeIfAbsent(name, opening);
    }

    /** Places inside of an address in generations before the present one: who waited there is out. */
    int heldBefore(Room room, long address) {
        int held = 0;
        for (long generation = room.oldestGeneration(); generation < room.generation(); generation++) {
            held += of(room, generation).ledger().insideFrom(address);
        }
        return held;
    }

    Collection<Entrance> all() {
        return entrances.values();
    }

    /** Forgets the generations of a room before {@code oldest}. @param dropped told of each that was open */
    void drop(String room, long oldest, Consumer<LedgerName> dropped) {
        entrances.keySet().removeIf(name -> {
            boolean old = name.room().equals(room) && name.generation() < oldest;
            if (old) {
                dropped.accept(name);
            }
            return old;
        });
    }
}
