package dev.turnkeeper.grid;

import dev.turnkeeper.grid.MemberProcess.Met;
import dev.turnkeeper.grid.MemberProcess.Timing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a timing of Raft costs and gives, by hand: java -cp (test class path) dev.turnkeeper.grid.FailoverFigures
 * [election/heartbeat/missed ...]. For each: elections that nobody needed in a minute while more threads burn than there
 * are processors, then how long nobody counted after the leader was killed, and after it was stopped.
 */
final class FailoverFigures {

    private static final int ROUNDS = Integer.getInteger("turnkeeper.rounds", 4);
    private static final int BURN_SECONDS = Integer.getInteger("turnkeeper.burnSeconds", 60);

    private FailoverFigures() {}

    public static void main(String[] args) throws Exception {
        String[] timings = args.length > 0 ? args : new String[] {"300/300/3", "500/400/4", "500/500/6", "1000/1000/5"};
        for (String timing : timings) {
            String[] numbers = timing.split("/");
            measure(new Timing(
                    Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2])));
        }
        System.exit(0);
    }

    private static void measure(Timing timing) throws IOException, InterruptedException {
        String busy = busyMinute(timing);
        List<Long> killed = new ArrayList<>();
        List<Long> stopped = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            killed.add(gap(timing, true));
            stopped.add(gap(timing, false));
        }
        System.out.printf("%-14s %s; killed %s ms; stopped %s ms%n", timing, busy, killed, stopped);
    }

    private static String busyMinute(Timing timing) throws IOException, InterruptedException {
        List<MemberProcess> members = MemberProcess.three(timing);
        AtomicBoolean burning = new AtomicBoolean(true);
        try {
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                Thread burner = new Thread(() -> {
                    while (burning.get()) {
                        Thread.onSpinWait();
                    }
                });
                burner.setDaemon(true);
                burner.start();
            }
            for (MemberProcess member : members) {
                member.met();
            }
            TimeUnit.SECONDS.sleep(BURN_SECONDS);
            long elections = 0;
            long gap = 0;
            for (MemberProcess member : members) {
                Met met = member.met();
                elections = Math.max(elections, met.elections());
                gap = Math.max(gap, met.longestGapMillis());
            }
            return elections + " elections in a busy minute, longest gap " + gap + " ms";
        } finally {
            burning.set(false);
            members.forEach(MemberProcess::close);
        }
    }

    /** Milliseconds without an answered call, at the survivor that waited longest. */
    private static long gap(Timing timing, boolean kill) throws IOException, InterruptedException {
        List<MemberProcess> members = MemberProcess.three(timing);
        try {
            MemberProcess leader = MemberProcess.leader(members);
            if (kill) {
                leader.kill();
            } else {
                leader.pause();
            }
            TimeUnit.SECONDS.sleep(10);
            long gap = 0;
            for (MemberProcess member : members) {
                gap = Math.max(gap, member == leader ? 0 : member.met().longestGapMillis());
            }
            return gap;
        } finally {
            members.forEach(MemberProcess::close);
        }
    }
}
