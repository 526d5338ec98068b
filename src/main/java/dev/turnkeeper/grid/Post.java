package dev.turnkeeper.grid;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Letters between members. Each member listens to one topic, named by its address: an address outlives a restart and a
 * merge (a member merging back has a new UUID), so topics do not pile up and need no second subscription. The letter
 * carries both UUIDs, and what was meant for somebody else at this address is dropped.
 *
 * <p>A member is a speaker once a letter of it has come: Payara's Hazelcast joins the grid long before our application
 * listens, and until then nobody is there to read.
 */
final class Post implements Letters {

    /** What a letter is for. The order is the wire format. */
    enum Kind {
        HELLO,
        MESSAGE,
        HOLD,
        HELD,
        FETCH,
        FETCHED,
        SIZE,
        SIZED,
        ASIDE
    }

    private static final Logger LOG = System.getLogger(Post.class.getName());
    private static final byte VERSION = 1;
    private static final int HEAD = 2 + 4 * Long.BYTES;
    private static final byte[] PLEASE_ANSWER = {1};
    private static final byte[] ANSWER = {0};

    private final HazelcastInstance hz;
    private final Executor sending;
    private final GridEvents events;
    private final Map<Kind, BiConsumer<UUID, byte[]>> readers = new EnumMap<>(Kind.class);
    private final Map<String, ITopic<byte[]>> topics = new ConcurrentHashMap<>();
    private final Set<UUID> speakers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable UUID subscription;

    Post(HazelcastInstance hz, Executor sending, GridEvents events) {
        this.hz = hz;
        this.sending = sending;
        this.events = events;
        readers.put(Kind.HELLO, this::greeted);
    }

    /** Before {@link #open}. Readers run on Hazelcast's thread and must be quick. */
    @Override
    public void read(Kind kind, BiConsumer<UUID, byte[]> reader) {
        readers.put(kind, reader);
    }

    void open() {
        subscription = topic(local()).addMessageListener(message -> receive(message.getMessageObject()));
        greetTheSilent();
    }

    void close() {
        UUID open = subscription;
        if (open != null) {
            topic(local()).removeMessageListener(open);
        }
    }

    Member local() {
        return hz.getCluster().getLocalMember();
    }

    UUID self() {
        return local().getUuid();
    }

    Set<UUID> present() {
        Set<UUID> present = new HashSet<>();
        hz.getCluster().getMembers().forEach(member -> present.add(member.getUuid()));
        return present;
    }

    @Override
    public Set<UUID> speakers() {
        Set<UUID> there = present();
        there.retainAll(speakers);
        there.remove(self());
        return there;
    }

    void forget(UUID member) {
        speakers.remove(member);
    }

    void greetTheSilent() {
        Set<UUID> silent = present();
        silent.removeAll(speakers);
        silent.remove(self());
        silent.forEach(member -> send(member, Kind.HELLO, PLEASE_ANSWER));
    }

    @Override
    public void send(UUID to, Kind kind, byte[] body) {
        sending.execute(() -> publish(to, kind, body));
    }

    private void publish(UUID to, Kind kind, byte[] body) {
        try {
            Optional<Member> member = hz.getCluster().getMembers().stream()
                    .filter(present -> present.getUuid().equals(to))
                    .findAny();
            if (member.isEmpty()) {
                return;
            }
            UUID from = self();
            ByteBuffer letter = ByteBuffer.allocate(HEAD + body.length)
                    .put(VERSION)
                    .put((byte) kind.ordinal())
                    .putLong(from.getMostSignificantBits())
                    .putLong(from.getLeastSignificantBits())
                    .putLong(to.getMostSignificantBits())
                    .putLong(to.getLeastSignificantBits())
                    .put(body);
            topic(member.get()).publish(letter.array());
            events.sent(letter.capacity());
        } catch (RuntimeException lost) {
            LOG.log(Level.DEBUG, "a letter was lost", lost);
        }
    }

    private void receive(byte[] bytes) {
        ByteBuffer letter = ByteBuffer.wrap(bytes);
        if (letter.get() != VERSION) {
            return;
        }
        int kind = letter.get();
        UUID from = new UUID(letter.getLong(), letter.getLong());
        UUID to = new UUID(letter.getLong(), letter.getLong());
        if (kind >= Kind.values().length || !to.equals(self()) || from.equals(to)) {
            return;
        }
        events.received(bytes.length);
        speakers.add(from);
        BiConsumer<UUID, byte[]> reader = readers.get(Kind.values()[kind]);
        if (reader != null) {
            byte[] body = new byte[letter.remaining()];
            letter.get(body);
            reader.accept(from, body);
        }
    }

    private void greeted(UUID from, byte[] body) {
        if (body.length > 0 && body[0] == PLEASE_ANSWER[0]) {
            send(from, Kind.HELLO, ANSWER);
        }
    }

    private ITopic<byte[]> topic(Member member) {
        String address =
                member.getAddress().getHost() + ":" + member.getAddress().getPort();
        return topics.computeIfAbsent("post:" + address, hz::getTopic);
    }
}
