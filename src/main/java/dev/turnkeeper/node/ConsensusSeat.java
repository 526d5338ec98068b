package dev.turnkeeper.node;

import dev.turnkeeper.grid.HazelcastGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node's seat in the CP group. A restarted process is a new CP member, and the seat of the one that was killed stays
 * taken for two minutes: meanwhile one more death would be the majority's. So the data folder remembers whose seat was
 * ours, and a new process gives it up; Payara asks for the new one.
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
    private final AtomicBoolean removing = new AtomicBoolean();
    private volatile Optional<String> givenUp = Optional.empty();

    /** A node that had a seat is not ready without one for so many looks; then it serves on without. */
    private static final int PATIENT_LOOKS = 30;

    /** @param folder the node's data folder */
    ConsensusSeat(HazelcastGrid grid, Path folder) {
        this.grid = grid;
        this.file = folder.resolve(FILE);
        this.remembered = read();
    }

    /**
     * Whether one more node may go without taking the majority along, as far as this node's seat is concerned: who
     * restarts node after node waits for each to be ready. Called by the thread that looks.
     */
    boolean isSettled() {
        return !grid.hasConsensus()
                || remembered.isEmpty()
                || looks > PATIENT_LOOKS
                || remembered.equals(grid.consensusIdentity());
    }

    /** To be called every second or few, by one thread; waits for nobody. */
    void look() {
        if (!grid.hasConsensus()) {
            return;
        }
        Optional<String> own = grid.consensusIdentity();
        if (own.isEmpty() && ++looks % LOOKS == 0) {
            grid.joinConsensus().exceptionally(later -> {
                LOG.log(Level.FINE, "a seat in the CP group is asked for again", later);
                return null;
            });
        }
        if (remembered.isPresent() && !remembered.equals(own) && !remembered.equals(givenUp)) {
            looks++;
            giveUp(remembered.get());
        } else if (own.isPresent() && !remembered.equals(own)) {
            remember(own.get());
        }
    }

    /** Also where a new seat is there already: the group would go on counting the old one. */
    private void giveUp(String predecessor) {
        if (!removing.compareAndSet(false, true)) {
            return;
        }
        grid.removeFromConsensus(predecessor).whenComplete((done, failed) -> {
            if (failed == null) {
                LOG.info("this node's seat in the CP group from before its restart is given up for a new one");
                givenUp = Optional.of(predecessor);
            } else if (failed instanceof IllegalArgumentException
                    || failed.getCause() instanceof IllegalArgumentException) {
                // Not in the group any more: it was stopped in good order, or missed for too long.
                givenUp = Optional.of(predecessor);
            } else {
                LOG.log(Level.FINE, "the seat from before the restart is given up again", failed);
            }
            removing.set(false);
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
