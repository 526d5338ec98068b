package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import java.util.Optional;

/**
 * What is asked in every front before the room is: blocks, which are an operator's newest word about one visitor, and then
 * the first access rule that matches. Costs two volatile reads while there are none.
 */
public final class Vetting {

    private final Blocks blocks;
    private final AccessRules rules;
    private final BlockEvents events;

    public Vetting(Blocks blocks, AccessRules rules, BlockEvents events) {
        this.blocks = blocks;
        this.rules = rules;
        this.events = events;
    }

    /** Whether there is nothing to ask for in this room. */
    public boolean isIdle(RoomId room) {
        return blocks.in(room).isEmpty() && rules.isEmpty(room);
    }

    /** Who is blocked is counted as one refusal; of who is denied, {@link #denied} is told by whoever answers so. */
    public Vetted vet(RoomId room, Asker asker) {
        Optional<RoomBlocks> blocked = blocks.in(room);
        long seconds = blocked.isEmpty() ? 0 : blocked.get().refuses(asker.address(), asker.login());
        if (seconds > 0) {
            return new Vetted(Vetted.Word.BLOCKED, seconds);
        }
        return rules.isEmpty(room)
                ? Vetted.FREE
                : rules.first(Optional.of(room), asker)
                        .map(found -> switch (found.rule().action()) {
                            case DENY -> Vetted.DENIED;
                            case EXPRESS -> Vetted.EXPRESS;
                            case ALLOW -> Vetted.FREE;
                        })
                        .orElse(Vetted.FREE);
    }

    /** Somebody was answered whom a rule denies. */
    public void denied(RoomId room) {
        events.blocked(room);
    }

    /** Another one whenever somebody may be refused, or no longer. */
    public long version() {
        return blocks.version() + rules.version();
    }
}
