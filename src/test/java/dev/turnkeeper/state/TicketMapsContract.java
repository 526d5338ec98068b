package dev.turnkeeper.state;

import static dev.turnkeeper.state.Eventually.answer;
import static dev.turnkeeper.state.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

public abstract class TicketMapsContract {

    private final String name = "tickets:" + UUID.randomUUID() + ":1";
    private final List<Told> told = new ArrayList<>();

    protected abstract GridUnderTest grid();

    private List<TicketMap> open() {
        List<TicketMap> maps = grid().members().stream()
                .map(member -> {
                    Told listener = new Told();
                    told.add(listener);
                    return member.ticketMaps().open(name, listener);
                })
                .toList();
        grid().members().forEach(GridUnderTest.Member::filled);
        return maps;
    }

    @Test
    void neverPut_isEmpty() {
        assertTrue(open().get(0).get(UUID.randomUUID()).isEmpty());
    }

    @Test
    void open_answersOneMapOfEachName() {
        TicketMaps maps = grid().members().get(0).ticketMaps();
        assertSame(maps.open(name, new Told()), maps.open(name, new Told()));
    }

    @Test
    void putAll_isReadableAtOnceWhereItWasPut() {
        TicketMap map = grid().members().get(0).ticketMaps().open(name, new Told());
        UUID key = UUID.randomUUID();
        for (byte value = 0; value < 20; value++) {
            map.putAll(Map.of(key, new byte[] {value, 1}));
            if (value == 0) {
                assertArrayEquals(new byte[] {0, 1}, map.get(key).orElseThrow());
            }
        }
    }

    @Test
    void putAll_reachesEveryMember() throws Exception {
        List<TicketMap> maps = open();
        Map<UUID, byte[]> tickets = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            tickets.put(UUID.randomUUID(), new byte[] {(byte) i, 7});
        }
        maps.get(0).putAll(tickets);
        for (TicketMap map : maps) {
            until("all tickets at each member", () -> tickets.entrySet().stream()
                    .allMatch(entry -> map.get(entry.getKey())
                            .filter(value -> Arrays.equals(value, entry.getValue()))
                            .isPresent()));
            Map<UUID, byte[]> walked = new HashMap<>();
            map.forEach((key, value) -> assertEquals(null, walked.put(key, value), "each ticket once"));
            assertEquals(tickets.keySet(), walked.keySet());
        }
    }

    @Test
    void put_isToldEverywhere_withWhatWasThereBefore() throws Exception {
        List<TicketMap> maps = open();
        UUID key = UUID.randomUUID();
        maps.get(0).putAll(Map.of(key, new byte[] {1}));
        for (Told listener : told) {
            until("the first put is told", () -> listener.has("put - 1"));
        }
        maps.get(maps.size() - 1).putAll(Map.of(key, new byte[] {2}));
        for (Told listener : told) {
            until("the second put is told", () -> listener.has("put 1 2"));
        }
    }

    /** However the puts of two members for one key meet: everybody ends with one of them and has heard of both. */
    @Test
    void putsOfTwoMembers_endAlikeAndAreToldEverywhere() throws Exception {
        List<TicketMap> maps = open();
        Map<UUID, byte[]> ones = new LinkedHashMap<>();
        Map<UUID, byte[]> twos = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            UUID key = UUID.randomUUID();
            ones.put(key, new byte[] {1, (byte) i});
            twos.put(key, new byte[] {2, (byte) i});
        }
        maps.get(0).putAll(ones);
        maps.get(maps.size() - 1).putAll(twos);
        for (Told listener : told) {
            until("both puts of each key told", () -> listener.puts() == 200);
        }
        for (int i = 0; i < 100; i++) {
            for (Told listener : told) {
                int number = i;
                assertTrue(
                        listener.hasPut(1, number) && listener.hasPut(2, number) && listener.hasChange(number),
                        "one put is told with the other as what was before");
            }
        }
        for (UUID key : ones.keySet()) {
            until(
                    "alike",
                    () -> maps.stream()
                                    .map(map -> Arrays.toString(map.get(key).orElseThrow()))
                                    .distinct()
                                    .count()
                            == 1);
        }
    }

    @Test
    void remove_isToldEverywhere() throws Exception {
        List<TicketMap> maps = open();
        UUID key = UUID.randomUUID();
        maps.get(0).putAll(Map.of(key, new byte[] {1}));
        for (Told listener : told) {
            until("the put is told", () -> listener.has("put - 1"));
        }
        maps.get(maps.size() - 1).remove(key);
        for (int i = 0; i < maps.size(); i++) {
            Told listener = told.get(i);
            TicketMap map = maps.get(i);
            until("the removal is told", () -> listener.has("removed 1"));
            until("removed", () -> map.get(key).isEmpty());
        }
    }

    @Test
    void remove_ofNothing_isNothing() throws Exception {
        List<TicketMap> maps = open();
        UUID key = UUID.randomUUID();
        maps.get(0).remove(key);
        maps.get(0).putAll(Map.of(key, new byte[] {1}));
        until("the put is told", () -> told.get(0).has("put - 1"));
        assertTrue(maps.get(0).get(key).isPresent());
    }

    @Test
    void drop_emptiesTheMapEverywhere() throws Exception {
        List<TicketMap> maps = open();
        UUID key = UUID.randomUUID();
        maps.get(0).putAll(Map.of(key, new byte[] {1}));
        for (Told listener : told) {
            until("the put is told", () -> listener.has("put - 1"));
        }
        grid().members().get(0).ticketMaps().drop(name);
        for (GridUnderTest.Member member : grid().members()) {
            until(
                    "a newly opened map is empty",
                    () -> member.ticketMaps().open(name, new Told()).get(key).isEmpty());
        }
    }

    @Test
    void maps_areApart() throws Exception {
        UUID key = UUID.randomUUID();
        TicketMaps maps = grid().members().get(0).ticketMaps();
        maps.open(name, new Told()).putAll(Map.of(key, new byte[] {1}));
        assertTrue(maps.open(name + "0", new Told()).get(key).isEmpty());
    }

    @Test
    void hold_ends_andTheOthersHaveTheBatchesInOrder() throws Exception {
        GridUnderTest.Member first = grid().members().get(0);
        List<byte[]> given = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] batch = (name + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            given.add(batch);
            answer(first.ticketMaps().hold(batch));
        }
        for (GridUnderTest.Member other : grid().members()) {
            if (other != first) {
                List<byte[]> held =
                        answer(other.ticketMaps().heldFor(first.bus().self()));
                List<byte[]> last = held.subList(held.size() - given.size(), held.size());
                for (int i = 0; i < given.size(); i++) {
                    assertArrayEquals(given.get(i), last.get(i));
                }
            }
        }
    }

    @Test
    void hold_isToldToAnotherMember_beforeItEnds() throws Exception {
        List<byte[]> told = Collections.synchronizedList(new ArrayList<>());
        List<? extends GridUnderTest.Member> members = grid().members();
        members.subList(1, members.size()).forEach(other -> other.ticketMaps().onHeld(batch -> {
            told.add(batch);
            return new byte[0];
        }));
        byte[] batch = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        List<byte[]> answers = answer(members.get(0).ticketMaps().hold(batch));
        if (members.size() > 1) {
            assertArrayEquals(batch, told.get(0));
        }
        assertEquals(List.of(), answers, "nobody had anything to say");
    }

    @Test
    void hold_bringsBackWhatThoseWhoHoldItSayOfIt() throws Exception {
        List<? extends GridUnderTest.Member> members = grid().members();
        members.subList(1, members.size())
                .forEach(other -> other.ticketMaps().onHeld(batch -> new byte[] {batch[0], 7}));
        List<byte[]> answers = answer(members.get(0).ticketMaps().hold(new byte[] {3}));
        assertTrue(2 * (answers.size() + 1) > members.size(), "more than half have it, the one that gave it counted");
        answers.forEach(said -> assertArrayEquals(new byte[] {3, 7}, said));
    }

    @Test
    void isFilled_inTheEnd() throws Exception {
        TicketMap map = grid().members().get(0).ticketMaps().open(name, new Told());
        until("the map is filled", map::isFilled);
    }

    @Test
    void heldFor_somebodyUnknown_isNothing() throws Exception {
        assertTrue(answer(grid().members()
                        .get(0)
                        .ticketMaps()
                        .heldFor(UUID.randomUUID().toString()))
                .isEmpty());
    }

    private static final class Told implements TicketMap.Listener {

        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void put(UUID key, Optional<byte[]> before, byte[] now) {
            told.add("put " + before.map(Told::text).orElse("-") + " " + text(now));
        }

        @Override
        public void removed(UUID key, byte[] was) {
            told.add("removed " + text(was));
        }

        boolean has(String what) {
            return told.contains(what);
        }

        int puts() {
            return told.size();
        }

        boolean hasPut(int member, int number) {
            return snapshot().stream().anyMatch(line -> line.endsWith(" " + member + "." + number));
        }

        boolean hasChange(int number) {
            return has("put 1." + number + " 2." + number) || has("put 2." + number + " 1." + number);
        }

        private List<String> snapshot() {
            synchronized (told) {
                return List.copyOf(told);
            }
        }

        private static String text(byte[] bytes) {
            return Arrays.toString(bytes).replaceAll("[\\[\\] ]", "").replace(',', '.');
        }
    }
}
