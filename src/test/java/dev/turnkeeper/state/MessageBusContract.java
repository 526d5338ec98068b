package dev.turnkeeper.state;

import static dev.turnkeeper.state.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

public abstract class MessageBusContract {

    protected abstract GridUnderTest grid();

    private List<MessageBus> buses() {
        return grid().members().stream().map(GridUnderTest.Member::bus).toList();
    }

    private List<Heard> listen() {
        return buses().stream()
                .map(bus -> {
                    Heard heard = new Heard();
                    bus.listen(heard);
                    return heard;
                })
                .toList();
    }

    @Test
    void self_isPresentAndItsOwn() {
        Set<String> names = new HashSet<>();
        for (MessageBus bus : buses()) {
            assertTrue(bus.present().contains(bus.self()));
            names.add(bus.self());
        }
        assertEquals(buses().size(), names.size());
        assertEquals(names, buses().get(0).present());
    }

    @Test
    void broadcast_reachesEveryOther_andNotTheSender() throws Exception {
        List<Heard> heard = listen();
        String message = "all " + UUID.randomUUID();
        MessageBus sender = buses().get(0);
        sender.broadcast(message.getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i < heard.size(); i++) {
            Heard other = heard.get(i);
            until("the message at each other", () -> other.has(sender.self() + " " + message));
        }
        echoOf(sender, heard);
        assertFalse(heard.get(0).has(sender.self() + " " + message));
    }

    @Test
    void send_reachesThatMemberAlone() throws Exception {
        List<Heard> heard = listen();
        String message = "one " + UUID.randomUUID();
        List<MessageBus> buses = buses();
        MessageBus last = buses.get(buses.size() - 1);
        if (buses.size() > 1) {
            buses.get(0).send(last.self(), message.getBytes(StandardCharsets.UTF_8));
            until("the message", () -> heard.get(heard.size() - 1)
                    .has(buses.get(0).self() + " " + message));
            echoOf(buses.get(0), heard);
        }
        for (int i = 0; i < heard.size() - 1; i++) {
            assertFalse(heard.get(i).has(buses.get(0).self() + " " + message));
        }
    }

    @Test
    void send_toSomebodyGone_isLostQuietly() {
        buses().get(0).send(UUID.randomUUID().toString(), new byte[] {1});
    }

    @Test
    void listener_isToldOfEveryOther() throws Exception {
        List<Heard> heard = listen();
        for (int i = 0; i < heard.size(); i++) {
            Set<String> others = new HashSet<>(buses().get(i).present());
            others.remove(buses().get(i).self());
            Heard listener = heard.get(i);
            until("everybody joined", () -> listener.joined().equals(others));
        }
    }

    @Test
    void messages_ofOneSender_mayBeManyAndLarge() throws Exception {
        List<Heard> heard = listen();
        String mark = UUID.randomUUID().toString();
        String large = mark + "x".repeat(200_000);
        for (int i = 0; i < 20; i++) {
            buses().get(0).broadcast((large + i).getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 1; i < heard.size(); i++) {
            Heard other = heard.get(i);
            until("all twenty", () -> other.count(mark) == 20);
        }
    }

    /** After this, whatever the sender sent before has arrived wherever it was going to. */
    private void echoOf(MessageBus sender, List<Heard> heard) throws InterruptedException {
        String last = "last " + UUID.randomUUID();
        sender.broadcast(last.getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i < heard.size(); i++) {
            Heard other = heard.get(i);
            until("the last message", () -> other.has(sender.self() + " " + last));
        }
    }

    private static final class Heard implements MessageBus.Listener {

        private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> joined = Collections.synchronizedSet(new HashSet<>());

        @Override
        public void received(String from, byte[] message) {
            messages.add(from + " " + new String(message, StandardCharsets.UTF_8));
        }

        @Override
        public void joined(String member) {
            joined.add(member);
        }

        @Override
        public void left(String member) {
            joined.remove(member);
        }

        boolean has(String message) {
            return messages.contains(message);
        }

        int count(String part) {
            synchronized (messages) {
                return (int) messages.stream()
                        .filter(message -> message.contains(part))
                        .count();
            }
        }

        Set<String> joined() {
            synchronized (joined) {
                return Set.copyOf(joined);
            }
        }
    }
}
