package dev.turnkeeper.state;

import java.util.List;

/** A grid that a contract is held against: its members, in one JVM. */
public interface GridUnderTest {

    /** One at least. */
    List<? extends Member> members();

    /** One member's side of the ports. */
    interface Member {

        Counters counters();

        Registers registers();

        ReplicatedBytes replicated(String name);

        TicketMaps ticketMaps();

        Once once();

        Sightings sightings();

        MessageBus bus();

        /** Waits until the maps opened here are filled. */
        default void filled() {}
    }
}
