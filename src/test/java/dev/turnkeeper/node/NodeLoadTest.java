package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NodeLoadTest {

    private double used;
    private final NodeLoad load = new NodeLoad(() -> used);

    @Test
    void nodeAtEase_stretchesNothing() {
        look(0.7, 100);
        assertEquals(1, load.stretch());
    }

    @Test
    void busyNode_stretches_andComesBack() {
        look(1, 100);
        assertEquals(4, load.stretch(), 0.01);
        look(0.1, 10);
        assertEquals(1, load.stretch());
    }

    @Test
    void oneBusySecond_doesNotCount() {
        look(0.2, 50);
        look(1, 1);
        assertEquals(1, load.stretch());
    }

    @Test
    void unknownUse_changesNothing() {
        look(1, 100);
        look(-1, 10);
        assertTrue(load.stretch() > 3);
    }

    private void look(double share, int seconds) {
        used = share;
        for (int i = 0; i < seconds; i++) {
            load.look();
        }
    }
}
