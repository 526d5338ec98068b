package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.SharedValue;
import dev.turnkeeper.ticket.VisitorKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One node's blocks, with a tick that a test moves; the grid is in memory. */
public final class Blocking {

    static final Instant NOW = Instant.parse("2026-12-31T23:59:41Z");

    /** As told for the metrics. */
    public final List<String> told = new ArrayList<>();

    public final Blocks blocks;
    public final AccessRules rules;
    public final Vetting vetting;
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
        this.rules = AccessRules.of(
                SharedValue.of("access-rules", member.registers(), member.replicated("shared")),
                new VisitorKey.Maker(new byte[32]),
                new SecureRandom());
        this.vetting = new Vetting(blocks, rules, room -> told.add(room.value()));
    }

    public Blocks.Change login(String room, String name, long seconds) {
        RoomId id = new RoomId(room);
        return blocks.block(id, blocks.login(id, name), seconds, "kim");
    }

    public Blocks.Change addresses(String room, String text, long seconds) {
        return blocks.block(new RoomId(room), BlockTarget.ofAddresses(text).orElseThrow(), seconds, "kim");
    }

    /** Null where there is none. */
    public AccessRule rule(
            AccessRule.Action action, String range, String agent, String country, String login, String room) {
        return new AccessRule(
                "",
                action,
                Optional.ofNullable(room).map(RoomId::new),
                Optional.ofNullable(range).map(Cidr::ofClients),
                Optional.ofNullable(agent),
                Optional.ofNullable(country),
                Optional.ofNullable(login).map(rules::login),
                "",
                NOW,
                "kim");
    }

    /** The last rule. */
    public AccessRules.Change add(AccessRule rule) {
        return rules.add(
                rule, new AccessRules.Where(OptionalInt.empty(), Optional.empty(), Optional.empty()), version -> true);
    }
}
