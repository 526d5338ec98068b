package dev.turnkeeper.state;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The grid's ticket maps, and the promise that a ticket which was told survives the node that told it. */
public interface TicketMaps {

    /** The map of this name; there is one of each, however often it is opened. The first listener given is the one. */
    TicketMap open(String name, TicketMap.Listener listener);

    /** Drops a whole map at once, everywhere. */
    void drop(String name);

    /**
     * Gives a batch of new tickets to one other member to keep until the maps have spread it; done once it has it, at once
     * where there is no other. Where this fails, the batch must not be told to anybody.
     */
    CompletionStage<Void> hold(byte[] batch);

    /**
     * Who is told of each batch that another member gives this one to keep, before that member hears that it is held: a place
     * is known here before it is told there, however long its map takes. Any thread; must be quick. One listener.
     */
    void onHeld(Consumer<byte[]> listener);

    /** The batches lately held for a member that is gone, oldest first. */
    CompletionStage<List<byte[]>> heldFor(String member);
}
