package dev.turnkeeper.pass;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.WebPolicy;
import dev.turnkeeper.state.Eventually;
import dev.turnkeeper.state.InMemoryGrid;
import java.security.SecureRandom;
import java.util.Optional;

/** A grid in one JVM, whose nodes have key rings. */
final class Ring {

    static final VisitorTraits ANN = new VisitorTraits("Phone/1", "192.0.2.1", Optional.empty());

    final InMemoryGrid grid = new InMemoryGrid();
    final HandClock clock = new HandClock();
    final CountedEvents events = new CountedEvents();

    /** One more node, which has learned the grid's keys. */
    KeyRing node(KeyAlgorithm algorithm) throws Exception {
        KeyRing ring = unlearned(algorithm);
        Eventually.answer(ring.learn());
        return ring;
    }

    KeyRing node() throws Exception {
        return node(KeyAlgorithm.ES256);
    }

    KeyRing unlearned(KeyAlgorithm algorithm) {
        InMemoryGrid.InMemoryState member = grid.member();
        return KeyRing.of(member.registers(), member.replicated("keys"), algorithm, new SecureRandom(), clock);
    }

    Passes passes(KeyRing keys) {
        return passes(keys, Optional.of("https://wait.example"));
    }

    Passes passes(KeyRing keys, Optional<String> publicUrl) {
        return new Passes(
                keys, grid.members().get(0).sightings(), new PublicUrl(publicUrl), new SecureRandom(), clock, events);
    }

    static Room room(String id) {
        return Room.of(RoomSettings.of(new RoomId(id), 5));
    }

    static Room room(String id, WebPolicy web) {
        return Room.of(RoomSettings.of(new RoomId(id), 5).withWeb(web));
    }
}
