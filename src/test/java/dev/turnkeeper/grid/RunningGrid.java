package dev.turnkeeper.grid;

import static dev.turnkeeper.state.Eventually.until;

import dev.turnkeeper.state.GridUnderTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One grid of each size for a whole test run; a test leaves it as it found it, but for names of its own. */
final class RunningGrid implements BeforeAllCallback, GridUnderTest {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(RunningGrid.class);
    private static final Map<Integer, RunningGrid> GRIDS = new ConcurrentHashMap<>();

    private final int size;
    private List<LocalMember> members = List.of();

    private RunningGrid(int size) {
        this.size = size;
    }

    /** One member: no consensus. Three and more: as many CP members. */
    static RunningGrid of(int size) {
        return GRIDS.computeIfAbsent(size, RunningGrid::new);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(HERE).getOrComputeIfAbsent(size, absent -> started(), Running.class);
    }

    private Running started() {
        try {
            members = LocalMember.grid(
                    "test-" + UUID.randomUUID(), size == 1 ? 0 : size, LocalMember.freePorts(size), config -> {});
            for (LocalMember member : members) {
                until("all members", () -> member.bus().present().size() == size);
                until("the counters answer", () -> answers(member));
            }
            return new Running(members);
        } catch (Exception failed) {
            throw new IllegalStateException("the grid of " + size + " did not start", failed);
        }
    }

    /** A group that is just being formed may not answer a first call in time. */
    private static boolean answers(LocalMember member) {
        return member.counters()
                .get("warm")
                .handle((value, failed) -> failed == null)
                .toCompletableFuture()
                .join();
    }

    @Override
    public List<LocalMember> members() {
        return members;
    }

    private record Running(List<LocalMember> members)
            implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            members.forEach(LocalMember::kill);
        }
    }
}
