package dev.turnkeeper.node;

import dev.turnkeeper.grid.HazelcastGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node's seat in the CP group. A restarted process is a new CP member, and the seat of the one that was killed stays
 * taken for two minutes: meanwhile one more death would be the majority's. So the data folder remembers whose seat was
 * ours, and a new process gives it up; Payara has asked for the new one by then, and gets it.
 */
final class ConsensusSeat {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");
    private static final String FILE = "consensus-member";

    /** Payara asks once, at its start; after so many looks without a seat we ask too. */
    private static final int LOOKS = 6;

    private final HazelcastGrid grid;
    private final Path file;
    private Optional<String> remembered;
    private int looks;
    private boolean removing;

    /** @param folder the node's data folder */
    ConsensusSeat(HazelcastGrid grid, Path folder) {
        this.grid = grid;
        this.file = folder.resolve(FILE);
        this.remembered = read();
    }

    /** To be called every few seconds, by one thread; waits for nobody. */
    void look() {
        if (!grid.hasConsensus()) {
            return;
        }
        Optional<String> own = grid.consensusIdentity();
        if (own.isPresent()) {
            looks = 0;
            if (!own.equals(remembered)) {
                remember(own.get());
            }
        } else {
            remembered.ifPresent(this::giveUp);
            if (++looks % LOOKS == 0) {
                grid.joinConsensus().exceptionally(later -> {
                    LOG.log(Level.FINE, "a seat in the CP group is asked for again", later);
                    return null;
                });
            }
        }
    }

    private synchronized void giveUp(String predecessor) {
        if (removing) {
            return;
        }
        removing = true;
        grid.removeFromConsensus(predecessor).whenComplete((done, failed) -> {
            synchronized (this) {
                removing = false;
            }
            if (failed == null) {
                LOG.info("this node's seat in the CP group from before its restart is given up for a new one");
            } else {
                // Not in the group any more, or no majority for now: the next look tells.
                LOG.log(Level.FINE, "the seat from before the restart is given up again", failed);
            }
        });
    }

    private Optional<String> read() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).trim()) : Optional.empty();
        } catch (IOException unreadable) {
            LOG.warning(file + " cannot be read: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private void remember(String identity) {
        try {
            Files.writeString(file, identity + "\n");
            remembered = Optional.of(identity);
        } catch (IOException unwritable) {
            LOG.warning(file + " cannot be written, so after a kill this node is back in the CP group only after two"
                    + " minutes: " + unwritable.getMessage());
        }
    }
}
