package dev.turnkeeper.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.turnkeeper.answer.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoardTest {

    @Test
    void whatTwoNodesSee_isNotedOnce() {
        Board began = Board.EMPTY.begin(notice(Kind.QUEUE_BEGAN, "queue/shop")).orElseThrow();
        assertEquals(Optional.empty(), began.begin(notice(Kind.QUEUE_BEGAN, "queue/shop")));
        Board ended = began.end(notice(Kind.QUEUE_ENDED, "queue/shop")).orElseThrow();
        assertEquals(Optional.empty(), ended.end(notice(Kind.QUEUE_ENDED, "queue/shop")));
        Board changed = ended.once(notice(Kind.LIMIT_CHANGED, "limit/shop/7")).orElseThrow();
        assertEquals(Optional.empty(), changed.once(notice(Kind.LIMIT_CHANGED, "limit/shop/7")));
        assertEquals(
                List.of(1L, 2L, 3L),
                changed.latest().stream().map(Notice::number).toList());
    }

    @Test
    void repeat_isNotedOnce_forEachWebhook_whileItLasts() {
        Board board = Board.EMPTY.begin(notice(Kind.NODE_LOST, "node/a")).orElseThrow();
        assertEquals(Optional.empty(), board.again("node/b", "one", 1));
        Board said = board.again("node/a", "one", 1).orElseThrow();
        assertEquals(Optional.empty(), said.again("node/a", "one", 1));
        Board both = said.again("node/a", "two", 1).orElseThrow();
        assertEquals(4, both.again("node/a", "one", 3).orElseThrow().last(), "one that was missed is not made up for");
        assertEquals(
                Optional.empty(),
                both.end(notice(Kind.NODE_BACK, "node/a")).orElseThrow().again("node/a", "one", 9));
    }

    @Test
    void stored_isReadAsItWas() {
        Board board = Board.EMPTY
                .begin(notice(Kind.NODE_LOST, "node/a"))
                .flatMap(one -> one.again("node/a", "one", 2))
                .flatMap(one -> one.once(notice(Kind.LIMIT_CHANGED, "limit/shop/7")))
                .orElseThrow();
        assertEquals(board, Board.ofBytes(board.toBytes()));
        assertEquals(Board.EMPTY, Board.ofBytes(Board.EMPTY.toBytes()));
        byte[] newer = board.toBytes();
        newer[0] = 9;
        assertThrows(IllegalStateException.class, () -> Board.ofBytes(newer));
    }

    @Test
    void board_staysSmall() {
        Board board = Board.EMPTY;
        for (int i = 0; i < 100; i++) {
            board = board.once(notice(Kind.LIMIT_CHANGED, "limit/shop/" + i)).orElseThrow();
        }
        assertEquals(100, board.last());
        assertEquals(
                IntStream.rangeClosed(69, 100).mapToObj(Long::valueOf).collect(Collectors.toList()),
                board.latest().stream().map(Notice::number).toList());
        for (int i = 0; i < Board.MOST_LASTING; i++) {
            board = board.begin(notice(Kind.QUEUE_BEGAN, "queue/" + i)).orElseThrow();
        }
        assertEquals(Optional.empty(), board.begin(notice(Kind.QUEUE_BEGAN, "queue/more")));
    }

    private static Notice notice(Kind kind, String about) {
        return Notice.ofRoom(
                kind,
                about,
                "shop",
                Instant.ofEpochMilli(1_798_761_581_777L),
                7,
                new JsonText(8).field("room", "shop"));
    }
}
