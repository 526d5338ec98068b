package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.SharedValue;
import dev.turnkeeper.ticket.VisitorKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One node's blocks, with a tick that a test moves; the grid is in memory. */
public final class Blocking {

    static final Instant NOW = Instant.parse("2026-12-31T23:59:41Z");

    /** As told for the metrics. */
    public final List<String> told = new ArrayList<>();

    public final Blocks blocks;
    public long tick = 1_000;

    /** On a grid of its own. */
    public Blocking() {
        this(new InMemoryGrid().member());
    }

    Blocking(InMemoryGrid.InMemoryState member) {
        this.blocks = Blocks.of(
                SharedValue.of("blocks", member.registers(), member.replicated("shared")),
                new VisitorKey.Maker(new byte[32]),
                () -> tick,
                new SecureRandom(),
                () -> NOW,
                room -> told.add(room.value()));
    }

    public Blocks.Change login(String room, String name, long seconds) {
        RoomId id = new RoomId(room);
        return blocks.block(id, blocks.login(id, name), seconds, "kim");
    }

    public Blocks.Change addresses(String room, String text, long seconds) {
        return blocks.block(new RoomId(room), BlockTarget.ofAddresses(text).orElseThrow(), seconds, "kim");
    }
}
