package dev.turnkeeper.state;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The grid's ticket maps, and the promise that a ticket which was told survives the node that told it. */
public interface TicketMaps {

    /** The map of this name; there is one of each, however often it is opened. The first listener given is the one. */
    TicketMap open(String name, TicketMap.Listener listener);

    /** Drops a whole map at once, everywhere. */
    void drop(String name);

    /**
     * Gives a batch of new tickets to the other members to keep until the maps have spread it; done once so many have it
     * that, this one counted, they are more than half: so of two batches that are held one after the other, some member was
     * given both. At once where there is no other. Where this fails, the batch must not be told to anybody.
     *
     * @return what those members answered ({@link #onHeld}), in no order
     */
    CompletionStage<List<byte[]>> hold(byte[] batch);

    /**
     * Who is told of each batch that another member gives this one to keep, and answers it with bytes of its own (empty:
     * nothing to say), before that member hears that it is held: a place is known here before it is told there, however long
     * its map takes, and what is known here against it is known there. Any thread; must be quick. One listener.
     */
    void onHeld(UnaryOperator<byte[]> listener);

    /** The batches lately held for a member that is gone, oldest first. */
    CompletionStage<List<byte[]>> heldFor(String member);
}
