package dev.turnkeeper.grid;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The leader of the CP group stops in its tracks, which Hazelcast by itself would wait a minute for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaderLossGridIT {

    private static final long GOES_ON_WITHIN_MILLIS = 3_000;

    private final List<MemberProcess> members = new ArrayList<>();

    @BeforeAll
    void start() throws IOException, InterruptedException {
        members.addAll(MemberProcess.three(MemberProcess.Timing.SHIPPED));
    }

    @AfterAll
    void end() {
        members.forEach(MemberProcess::close);
    }

    @Test
    void leaderStoppedFiveSeconds_theOthersCountOnAndItTakesPartAgain() throws IOException, InterruptedException {
        stopped(5);
    }

    @Test
    void leaderStoppedThirtySeconds_theOthersCountOnAndItTakesPartAgain() throws IOException, InterruptedException {
        stopped(30);
    }

    private void stopped(int seconds) throws IOException, InterruptedException {
        MemberProcess leader = MemberProcess.leader(members);
        leader.pause();
        TimeUnit.SECONDS.sleep(seconds);
        for (MemberProcess member : members) {
            if (member != leader) {
                MemberProcess.Met met = member.met();
                System.out.println("leader stopped for " + seconds + " s: " + met);
                assertTrue(met.longestGapMillis() <= GOES_ON_WITHIN_MILLIS, met::toString);
            }
        }
        leader.resume();
        TimeUnit.SECONDS.sleep(3);
        MemberProcess.Met back = leader.met();
        System.out.println("the one that was stopped: " + back);
        TimeUnit.SECONDS.sleep(1);
        long answered = 0;
        long highest = 0;
        for (MemberProcess member : members) {
            MemberProcess.Met met = member.met();
            answered += met.answered();
            highest = Math.max(highest, met.value());
            if (member == leader) {
                assertTrue(met.answered() > back.answered(), "it takes part again: " + back + ", then " + met);
            }
        }
        assertTrue(highest >= answered, "every answered call counts: " + answered + " answered, " + highest);
    }
}
