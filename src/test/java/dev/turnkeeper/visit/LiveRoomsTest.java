package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.QueueView;
import org.junit.jupiter.api.Test;

class LiveRoomsTest {

    @Test
    void newcomersWhoWait_flowIn_andNotOut() {
        assertFlow(3, 0, view(10, 5), view(13, 5));
    }

    @Test
    void newcomersWhoWalkStraightIn_flowInAndOut() {
        assertFlow(3, 3, view(10, 50), view(13, 50));
    }

    @Test
    void waitersWhoAreLetIn_flowOut() {
        assertFlow(0, 4, view(10, 5), view(10, 9));
    }

    @Test
    void waitersWhoHadLeft_areNotLetIn() {
        QueueView before = new QueueView(10, 5, Positions.range(7, 8), new Positions());
        QueueView now = new QueueView(10, 9, Positions.range(7, 8), new Positions());
        assertFlow(0, 2, before, now);
    }

    @Test
    void servingPastThoseWhoWaited_letsNewcomersInToo() {
        assertFlow(4, 7, view(10, 5), view(14, 12));
        assertFlow(4, 9, view(10, 5), view(14, 30));
    }

    @Test
    void burntPositions_areNobody() {
        QueueView now = new QueueView(30, 30, Positions.range(11, 30), new Positions());
        assertFlow(0, 0, view(10, 30), now);
    }

    @Test
    void nothingNew_isNoFlow() {
        assertFlow(0, 0, view(10, 5), view(10, 5));
        assertFlow(0, 0, view(0, 5), view(0, 5));
    }

    private static void assertFlow(long in, long out, QueueView before, QueueView now) {
        assertEquals(in, LiveRooms.inflow(before, now), "in");
        assertEquals(out, LiveRooms.outflow(before, now), "out");
    }

    private static QueueView view(long issued, long serving) {
        return new QueueView(issued, serving, new Positions(), new Positions());
    }
}
