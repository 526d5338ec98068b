package dev.turnkeeper.visitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.GoneTable;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.visit.RoomNow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rank that rank.js works out from the public view, beside the one that a node answers. Needs Node.js. */
class RankOnDeviceIT {

    private static final long SERVING = 40_000;
    private static final long WAITING = 100_000;

    @Test
    void rankOnTheDevice_isTheNodes_withAThirdGone(@TempDir Path folder) throws IOException, InterruptedException {
        QueueView view = aThirdGone();
        Files.write(folder.resolve("view.json"), publicView(view));
        Path ranks = folder.resolve("ranks");
        Files.writeString(folder.resolve("ranks.mjs"), """
                import { readFileSync, writeFileSync } from 'node:fs';
                import { rank } from '%s';
                const view = JSON.parse(readFileSync(process.argv[2], 'utf8'));
                const ranks = [];
                for (let position = 1; position <= view.issued; position++) ranks.push(rank(view, position));
                writeFileSync(process.argv[3], ranks.join('\\n'));
                """.formatted(
                        Path.of("web-waiting-page/rank.js").toUri()));
        run(folder, "ranks.mjs", "view.json", "ranks");

        List<String> workedOut = Files.readAllLines(ranks);
        assertEquals(view.issued(), workedOut.size());
        int compared = 0;
        for (long position = 1; position <= view.issued(); position++) {
            if (view.lives(position)) {
                long right = view.rank(position);
                long found = Long.parseLong(workedOut.get((int) position - 1));
                boolean near = right < 100 ? found == right : Math.abs(found - right) <= right / 100;
                long at = position;
                assertTrue(near, () -> "position " + at + " has rank " + right + ", the device says " + found);
                compared++;
            }
        }
        assertTrue(compared > WAITING / 2, "few were compared: " + compared);
    }

    private static QueueView aThirdGone() {
        Random dice = new Random(5);
        Positions gone = new Positions();
        for (long position = 1; position <= SERVING + WAITING; position++) {
            if (dice.nextInt(3) == 0) {
                gone.add(position);
            }
        }
        return new QueueView(SERVING + WAITING, SERVING, gone, new Positions());
    }

    private static byte[] publicView(QueueView view) {
        Room room = Room.of(RoomSettings.of(RoomId.parse("any").orElseThrow(), 10));
        RoomNow now = new RoomNow(1, view.serving(), view.issued(), view.waiting(), 600, GoneTable.of(view));
        return PublicView.json(room, now, Instant.EPOCH);
    }

    private static void run(Path folder, String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        Process node = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(node.waitFor(60, TimeUnit.SECONDS), "Node.js did not end");
        assertEquals(0, node.exitValue(), Files.readString(log));
    }
}
