package dev.turnkeeper.grid;

import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/** How members write to each other. */
interface Letters {

    /** Who reads letters of this kind, told from whom they come; one reader of each kind. */
    void read(Post.Kind kind, BiConsumer<UUID, byte[]> reader);

    /** The other members that are there to read; the caller's own set. */
    Set<UUID> speakers();

    /** In the order of the calls; goes nowhere where the member is gone or does not listen yet. */
    void send(UUID to, Post.Kind kind, byte[] body);
}
