package dev.turnkeeper.node;

import dev.turnkeeper.grid.ConsensusGroup;
import dev.turnkeeper.grid.Seat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node's seat in the CP group. A restarted process is a new CP member, and the seat of the one that was killed stays
 * taken for two minutes: meanwhile one more death would be the majority's. So the data folder remembers whose seat was
 * ours, and a new process gives it up and asks for one of its own. A seat at this very address is given up likewise: where
 * the data folder was lost, nobody else would ever do it, since Hazelcast takes the new process for the old one come back.
 */
final class ConsensusSeat {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");
    private static final String FILE = "consensus-member";

    /** A node is not ready without a seat for so many looks; then it serves on without. */
    private static final int PATIENT_LOOKS = 30;

    private final ConsensusGroup group;
    private final Path file;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private Optional<String> remembered;
    private int looks;
    private boolean saidRemoved;

    /** @param folder the node's data folder */
    ConsensusSeat(ConsensusGroup group, Path folder) {
        this.group = group;
        this.file = folder.resolve(FILE);
        this.remembered = read();
    }

    /**
     * Whether one more node may go without taking the majority along, as far as this node's seat is concerned: who
     * restarts node after node waits for each to be ready. Called by the thread that looks.
     */
    boolean isSettled() {
        return !group.isThere() || looks > PATIENT_LOOKS || isSeated() && group.isSettled();
    }

    private boolean isSeated() {
        Seat seat = group.seat();
        return seat == Seat.CORE || seat == Seat.SPARE && group.isFull();
    }

    /** To be called every second or few, by one thread; waits for nobody. */
    void look() {
        if (!group.isThere()) {
            return;
        }
        looks++;
        var unused = group.look();
        Optional<String> own = group.identity();
        Set<String> predecessors = predecessors(own);
        if (!predecessors.isEmpty()) {
            once(() -> giveUp(predecessors.iterator().next()));
        } else if (own.isEmpty()) {
            once(group::join);
        } else if (!remembered.equals(own)) {
            remember(own.get());
        }
        sayWhenRemoved();
    }

    private Set<String> predecessors(Optional<String> own) {
        Set<String> before = new LinkedHashSet<>(group.predecessors());
        remembered.filter(identity -> !Optional.of(identity).equals(own)).ifPresent(before::add);
        before.removeAll(givenUp);
        return before;
    }

    /** One question at a time; what fails is asked again at a later look. */
    private void once(Supplier<CompletionStage<Void>> question) {
        if (asking.compareAndSet(false, true)) {
            question.get().whenComplete((done, failed) -> {
                asking.set(false);
                if (failed != null) {
                    LOG.log(Level.FINE, "a seat in the CP group is asked for again", failed);
                }
            });
        }
    }

    private CompletionStage<Void> giveUp(String predecessor) {
        return group.remove(predecessor)
                .handle((done, failed) -> {
                    if (failed == null) {
                        LOG.info("this node's seat in the CP group from before its restart is given up for a new one");
                    } else if (!isUnknown(failed)) {
                        throw new CompletionException(failed);
                    }
                    givenUp.add(predecessor);
                    return predecessor;
                })
                .thenCompose(next -> group.join());
    }

    /** Not in the group any more: it was stopped in good order, or missed for too long. */
    private static boolean isUnknown(Throwable failed) {
        return failed instanceof IllegalArgumentException || failed.getCause() instanceof IllegalArgumentException;
    }

    private void sayWhenRemoved() {
        if (group.seat() == Seat.REMOVED && !saidRemoved) {
            saidRemoved = true;
            LOG.warning("this node was taken out of the CP group, after a long freeze or by hand: it serves on, but"
                    + " counts in no majority until it is restarted; restart it once all other nodes are ready");
        }
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
            LOG.warning(
                    file + " cannot be written, so after a kill at another address this node is back in the CP group"
                            + " only after two minutes: " + unwritable.getMessage());
        }
    }
}
