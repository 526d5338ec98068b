package dev.turnkeeper.node;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RoomsFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The rooms.yaml of the settings: loaded while the grid knows no room. Later the grid's own rooms count, and what differs
 * from the file is only logged.
 */
record RoomsAtStart(List<RoomSettings> rooms) {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");

    /** @throws IllegalArgumentException naming every line that is wrong */
    static RoomsAtStart read(Optional<Path> file) {
        if (file.isEmpty()) {
            return new RoomsAtStart(List.of());
        }
        Path path = file.get();
        try (Reader yaml = Files.newBufferedReader(path)) {
            RoomsFile read = RoomsFile.read(path.getFileName().toString(), yaml);
            if (!read.errors().isEmpty()) {
                throw new IllegalArgumentException("TURNKEEPER_ROOMS has "
                        + read.errors().size() + " fault(s):\n  " + String.join("\n  ", read.errors()));
            }
            return new RoomsAtStart(read.rooms());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("TURNKEEPER_ROOMS is " + path + ", which cannot be read: "
                    + unreadable.getClass().getSimpleName() + ", " + unreadable.getMessage());
        }
    }

    void load(Rooms book) {
        boolean empty = book.all().isEmpty();
        for (RoomSettings wanted : rooms) {
            Optional<Room> there = book.find(wanted.id());
            if (there.isPresent()) {
                if (!there.get().settings().equals(wanted)) {
                    LOG.info("room " + wanted.id() + " differs from the rooms file; the grid's own counts");
                }
            } else if (empty) {
                create(book, wanted);
            } else {
                LOG.info("room " + wanted.id() + " of the rooms file is not loaded: the grid has rooms of its own");
            }
        }
    }

    private static void create(Rooms book, RoomSettings wanted) {
        RoomChange change = book.create(wanted);
        switch (change.kind()) {
            case ROUTE_TAKEN, NO_MAJORITY ->
                LOG.warning("room " + wanted.id() + " of the rooms file is not loaded: " + change.kind());
            default -> LOG.fine(() -> "room " + wanted.id() + " of the rooms file: " + change.kind());
        }
    }
}
