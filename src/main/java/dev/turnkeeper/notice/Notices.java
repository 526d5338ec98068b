package dev.turnkeeper.notice;

import dev.turnkeeper.state.SharedValue;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the grid has noted of what goes on. Reads are local; a change waits for the register, up to some seconds. */
public final class Notices {

    private final SharedValue shared;
    private final AtomicReference<Board> board = new AtomicReference<>(Board.EMPTY);

    private Notices(SharedValue shared) {
        this.shared = shared;
    }

    public static Notices of(SharedValue shared) {
        Notices notices = new Notices(shared);
        shared.listen(notices::read);
        notices.read();
        return notices;
    }

    Board now() {
        return Objects.requireNonNull(board.get());
    }

    /** Told of every board from now on, and of the present one at once; a node may miss some. Any thread. */
    void listen(Consumer<Board> listener) {
        shared.listen(() -> listener.accept(now()));
        listener.accept(now());
    }

    /** Asks the register only where this node's own board would change. */
    void change(Function<Board, Optional<Board>> change) {
        if (change.apply(now()).isPresent()) {
            shared.change(bytes ->
                    change.apply(bytes.map(Board::ofBytes).orElse(Board.EMPTY)).map(Board::toBytes));
        }
    }

    private synchronized void read() {
        shared.get().map(Board::ofBytes).ifPresent(board::set);
    }
}
