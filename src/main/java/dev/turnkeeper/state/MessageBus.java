package dev.turnkeeper.state;

import java.util.Set;

/**
 * Messages between the members of the grid: bytes that may come late, twice, in another order or not at all. Who is
 * present is this member's own opinion; two members may differ for a while.
 */
public interface MessageBus {

    /** This member's name, its own among all that ever were in the grid; a restarted process has a new one. */
    String self();

    /** The members that this one sees now, itself included. */
    Set<String> present();

    /** To every other member. */
    void broadcast(byte[] message);

    void send(String member, byte[] message);

    /** One listener; called from any thread. */
    void listen(Listener listener);

    /** What the bus tells a member. */
    interface Listener {

        void received(String from, byte[] message);

        void joined(String member);

        /** Gone from the grid, with or without a goodbye. */
        void left(String member);
    }
}
