package dev.turnkeeper.simulation;

import dev.turnkeeper.state.TicketMap;
import dev.turnkeeper.state.TicketMaps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Replicated maps: a put goes to whoever orders them, then to everybody, the later one stays. */
final class SharedTickets {

    private record Stored(long order, byte[] value) {}

    private final VirtualTime time;
    private final Network network;
    private final PlantedFault fault;
    private final Map<String, Map<UUID, Stored>> truth = new HashMap<>();
    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, Set<byte[]>> held = new HashMap<>();
    private long order;

    SharedTickets(VirtualTime time, Network network, PlantedFault fault) {
        this.time = time;
        this.network = network;
        this.fault = fault;
    }

    TicketMaps join(String member) {
        Member joined = new Member(member);
        truth.forEach((map, tickets) -> joined.maps.put(map, new HashMap<>(tickets)));
        members.put(member, joined);
        return joined;
    }

    void crash(String member) {
        members.remove(member);
    }

    private void ordered(String from, String map, UUID key, byte[] value) {
        Stored stored = new Stored(++order, value);
        truth.computeIfAbsent(map, none -> new HashMap<>()).put(key, stored);
        for (String to : List.copyOf(members.keySet())) {
            spread(from, to, map, key, stored);
        }
    }

    private void spread(String from, String to, String map, UUID key, Stored stored) {
        time.in(time.between(0, 100 * VirtualTime.MILLI), () -> {
            Member receiver = members.get(to);
            if (receiver == null) {
                return;
            }
            if (!network.reaches(from, to)) {
                // What a partition kept back comes over by anti-entropy later.
                time.in(time.between(0, 30 * VirtualTime.SECOND), () -> spread(from, to, map, key, stored));
                return;
            }
            receiver.take(map, key, stored);
        });
    }

    private final class Member implements TicketMaps {

        private final String name;
        private final Map<String, Map<UUID, Stored>> maps = new HashMap<>();
        private final Map<String, TicketMap.Listener> listeners = new HashMap<>();
        private UnaryOperator<byte[]> onHeld = batch -> new byte[0];

        Member(String name) {
            this.name = name;
        }

        private void take(String map, UUID key, Stored stored) {
            Map<UUID, Stored> tickets = maps.computeIfAbsent(map, none -> new HashMap<>());
            Stored before = tickets.get(key);
            if (before != null && before.order() > stored.order()) {
                return;
            }
            tickets.put(key, stored);
            TicketMap.Listener listener = listeners.get(map);
            if (listener != null && fault != PlantedFault.LAST_WRITE_WINS) {
                listener.put(key, Optional.ofNullable(before).map(Stored::value), stored.value());
            }
        }

        @Override
        public TicketMap open(String map, TicketMap.Listener listener) {
            listeners.putIfAbsent(map, listener);
            return new TicketMap() {
                @Override
                public Optional<byte[]> get(UUID key) {
                    return Optional.ofNullable(maps.getOrDefault(map, Map.of()).get(key))
                            .map(Stored::value);
                }

                @Override
                public boolean isFilled() {
                    return true;
                }

                @Override
                public void putAll(Map<UUID, byte[]> tickets) {
                    // In order: the JDK shuffles immutable maps anew in every JVM, and a seed has to replay.
                    Map<UUID, byte[]> batch = new TreeMap<>(tickets);
                    write(map, batch, 5 * VirtualTime.MILLI);
                }

                @Override
                public void remove(UUID key) {
                    throw new UnsupportedOperationException("nothing is swept within a run");
                }

                @Override
                public void forEach(BiConsumer<UUID, byte[]> action) {
                    maps.getOrDefault(map, Map.of()).forEach((key, stored) -> action.accept(key, stored.value()));
                }
            };
        }

        @Override
        public void drop(String map) {
            maps.remove(map);
        }

        @Override
        public CompletionStage<List<byte[]>> hold(byte[] batch) {
            CompletableFuture<List<byte[]>> done = new CompletableFuture<>();
            List<byte[]> answers = new ArrayList<>();
            Set<String> others = network.member(name).present();
            others.remove(name);
            int enough = (others.size() + 1) / 2;
            int[] holders = {0};
            others.forEach(other -> letter(name, other, holder -> {
                held.computeIfAbsent(name, none -> new LinkedHashSet<>()).add(batch);
                byte[] answer = holder.onHeld.apply(batch);
                letter(other, name, self -> {
                    if (answer.length > 0 && !holdersAreSilent()) {
                        answers.add(answer);
                    }
                    if (++holders[0] == enough) {
                        done.complete(List.copyOf(answers));
                    }
                });
            }));
            if (enough == 0) {
                time.in(VirtualTime.MILLI, () -> done.complete(List.of()));
            }
            time.in(
                    2 * VirtualTime.SECOND,
                    () -> done.completeExceptionally(new IllegalStateException("too few hold it")));
            return done;
        }

        private boolean holdersAreSilent() {
            return fault == PlantedFault.SILENT_HOLDERS || fault == PlantedFault.LAST_WRITE_WINS;
        }

        /** Lost where the other cannot read it then. */
        private void letter(String from, String to, Consumer<Member> read) {
            long delay = time.happens(0.03)
                    ? time.between(0, 2 * VirtualTime.SECOND)
                    : time.between(VirtualTime.MILLI / 2, 5 * VirtualTime.MILLI);
            time.in(delay, () -> {
                Member reader = members.get(to);
                if (reader != null && network.hears(from, to)) {
                    read.accept(reader);
                }
            });
        }

        /** A third of the entries is ordered by each member; while one stands still, a batch waits for it. */
        private void write(String map, Map<UUID, byte[]> batch, long within) {
            time.in(time.between(0, within), () -> {
                if (members.get(name) != this) {
                    return;
                }
                if (network.isAnyPaused()) {
                    write(map, batch, VirtualTime.SECOND);
                } else {
                    batch.forEach((key, value) -> ordered(name, map, key, value));
                }
            });
        }

        @Override
        public void onHeld(UnaryOperator<byte[]> listener) {
            onHeld = listener;
        }

        @Override
        public CompletionStage<List<byte[]>> heldFor(String member) {
            CompletableFuture<List<byte[]>> answer = new CompletableFuture<>();
            time.in(
                    time.between(VirtualTime.MILLI, 100 * VirtualTime.MILLI),
                    () -> answer.complete(List.copyOf(held.getOrDefault(member, Set.of()))));
            return answer;
        }
    }
}
