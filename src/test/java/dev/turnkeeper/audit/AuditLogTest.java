package dev.turnkeeper.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.SharedValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private final InMemoryGrid grid = new InMemoryGrid();
    private final Time time = new Time();
    private final InMemoryGrid.InMemoryState member = grid.member();
    private final AuditLog here = of(member);
    private final AuditLog there = of(grid.member());

    @Test
    void entries_areOneChain_whicheverNodeWrites() {
        here.record(event("a", "shop"));
        there.record(event("b", "shop"));
        here.record(event("c", "other"));
        List<AuditEntry> chain = there.all().toList();
        assertEquals(List.of(1L, 2L, 3L), chain.stream().map(AuditEntry::number).toList());
        assertEquals(List.of("a", "b", "c"), actions(chain));
        assertChained(chain);
        assertEquals(chain, here.all().toList());
        assertEquals(chain, of(grid.member()).all().toList(), "a later member has them too");
    }

    @Test
    void changedEntry_breaksTheChain() {
        here.record(event("a", "shop"));
        here.record(event("b", "shop"));
        AuditEntry first = here.all().findFirst().orElseThrow();
        AuditEntry second = here.all().skip(1).findFirst().orElseThrow();
        assertEquals(first.hash(), second.previous());
        AuditEvent event = first.event();
        for (AuditEntry forged : List.of(
                new AuditEntry(9, first.id(), first.at(), event, ""),
                new AuditEntry(1, "other", first.at(), event, ""),
                new AuditEntry(1, first.id(), first.at().plusMillis(1), event, ""),
                new AuditEntry(1, first.id(), first.at(), event, "other"),
                forged(first, "who", "a", "t", "shop", "{}", "{\"x\":1}", "r"),
                forged(first, "kim", "x", "t", "shop", "{}", "{\"x\":1}", "r"),
                forged(first, "kim", "a", "x", "shop", "{}", "{\"x\":1}", "r"),
                forged(first, "kim", "a", "t", "x", "{}", "{\"x\":1}", "r"),
                forged(first, "kim", "a", "t", "shop", "{\"x\":0}", "{\"x\":1}", "r"),
                forged(first, "kim", "a", "t", "shop", "{}", "{\"x\":2}", "r"),
                forged(first, "kim", "a", "t", "shop", "{}", "{\"x\":1}", "x"))) {
            assertNotEquals(second.previous(), forged.hash());
        }
    }

    @Test
    void pages_areNewestFirst_andFiltered() {
        for (int i = 1; i <= 5; i++) {
            here.record(event("e" + i, i % 2 == 0 ? "even" : "odd"));
            time.pass(Duration.ofMinutes(1));
        }
        assertEquals(List.of("e5", "e4"), actions(page(Optional.empty(), Long.MAX_VALUE, 2)));
        assertEquals(List.of("e3", "e2"), actions(page(Optional.empty(), 4, 2)));
        assertEquals(List.of("e4", "e2"), actions(page(Optional.of("even"), Long.MAX_VALUE, 9)));
        Instant start = Instant.parse("2026-11-21T00:00:00Z");
        assertEquals(
                List.of("e3", "e2"),
                actions(here.page(Optional.empty(), start.plusSeconds(60), start.plusSeconds(180), Long.MAX_VALUE, 9)));
    }

    /** It was in the register, and its writer died before it had its slot. */
    @Test
    void entryWithoutItsSlot_isGivenIt_byTheNextWriter() {
        AuditLog dying = AuditLog.of(newest(member), new InMemoryGrid().member().replicated("audit"), time);
        dying.record(event("a", "shop"));
        assertEquals(0, member.replicated("audit").all().size());
        there.record(event("b", "shop"));
        List<AuditEntry> chain = of(grid.member()).all().toList();
        assertEquals(List.of("a", "b"), actions(chain));
        assertChained(chain);
    }

    @Test
    void eventWithoutAnswer_waits_andIsWrittenOnce_inItsOrder() {
        Failing registers = new Failing(member.registers());
        AuditLog log = AuditLog.of(
                SharedValue.of("audit-newest", registers, member.replicated("shared")),
                member.replicated("audit"),
                time);
        registers.failing = true;
        log.record(event("a", "shop"));
        log.record(event("b", "shop"));
        log.retry();
        assertEquals(0, there.all().count());
        registers.failing = false;
        log.retry();
        log.retry();
        assertEquals(List.of("a", "b"), actions(there.all().toList()));
    }

    /** The register took it, and the answer was lost. */
    @Test
    void eventOfUnknownOutcome_isNotWrittenTwice() {
        Failing registers = new Failing(member.registers());
        AuditLog log = AuditLog.of(
                SharedValue.of("audit-newest", registers, member.replicated("shared")),
                member.replicated("audit"),
                time);
        registers.loseAnswer = true;
        log.record(event("a", "shop"));
        registers.loseAnswer = false;
        there.record(event("b", "shop"));
        log.retry();
        assertEquals(List.of("a", "b"), actions(there.all().toList()));
        assertChained(there.all().toList());
    }

    @Test
    void oldestEntries_giveWay() {
        for (int i = 0; i < AuditLog.KEPT + 3; i++) {
            here.record(event("e" + i, "shop"));
        }
        List<AuditEntry> chain = of(grid.member()).all().toList();
        assertEquals(AuditLog.KEPT, chain.size());
        assertEquals(4, chain.get(0).number());
        assertChained(chain.subList(0, 100));
        assertEquals(AuditLog.KEPT, here.all().count());
    }

    @Test
    void largeValue_isKnownByItsHash() {
        String large = "{\"html\":\"" + "x".repeat(20_000) + "\"}";
        here.record(new AuditEvent(
                "kim", "a", "t", Optional.empty(), Optional.empty(), Optional.of(large), Optional.empty()));
        String kept = there.all().findFirst().orElseThrow().event().after().orElseThrow();
        assertEquals("{\"omitted\":" + large.length() + ",\"sha256\":\"" + Hash.of(large) + "\"}", kept);
    }

    private List<AuditEntry> page(Optional<String> room, long before, int limit) {
        return here.page(room, Instant.MIN, Instant.MAX, before, limit);
    }

    private static void assertChained(List<AuditEntry> chain) {
        assertFalse(chain.isEmpty());
        if (chain.get(0).number() == 1) {
            assertEquals("", chain.get(0).previous());
        }
        for (int i = 1; i < chain.size(); i++) {
            assertEquals(chain.get(i - 1).number() + 1, chain.get(i).number());
            assertEquals(chain.get(i - 1).hash(), chain.get(i).previous());
        }
        assertTrue(chain.get(0).hash().matches("[0-9a-f]{64}"));
    }

    private static List<String> actions(List<AuditEntry> entries) {
        List<String> actions = new ArrayList<>();
        entries.forEach(entry -> actions.add(entry.event().action()));
        return actions;
    }

    private static AuditEvent event(String action, String room) {
        return new AuditEvent(
                "kim", action, "t", Optional.of(room), Optional.of("{}"), Optional.of("{\"x\":1}"), Optional.of("r"));
    }

    private static AuditEntry forged(
            AuditEntry of,
            String who,
            String action,
            String target,
            String room,
            String before,
            String after,
            String reason) {
        return new AuditEntry(
                of.number(),
                of.id(),
                of.at(),
                new AuditEvent(
                        who,
                        action,
                        target,
                        Optional.of(room),
                        Optional.of(before),
                        Optional.of(after),
                        Optional.of(reason)),
                of.previous());
    }

    private AuditLog of(InMemoryGrid.InMemoryState state) {
        return AuditLog.of(newest(state), state.replicated("audit"), time);
    }

    private static SharedValue newest(InMemoryGrid.InMemoryState state) {
        return SharedValue.of("audit-newest", state.registers(), state.replicated("shared"));
    }

    private static final class Time implements InstantSource {

        private Instant now = Instant.parse("2026-11-21T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration duration) {
            now = now.plus(duration);
        }
    }

    /** Registers that fail when told to, before or after they have done what they were asked. */
    private static final class Failing implements Registers {

        private final Registers real;
        private boolean failing;
        private boolean loseAnswer;

        Failing(Registers real) {
            this.real = real;
        }

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
            return failing ? lost() : real.get(name);
        }

        @Override
        public CompletionStage<Boolean> compareAndSet(String name, Optional<byte[]> expected, byte[] update) {
            if (failing) {
                return lost();
            }
            CompletionStage<Boolean> done = real.compareAndSet(name, expected, update);
            return loseAnswer ? lost() : done;
        }

        private static <T> CompletionStage<T> lost() {
            return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        }
    }
}
