package dev.turnkeeper.grid;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.MessageBus;
import dev.turnkeeper.state.Once;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.ReplicatedBytes;
import dev.turnkeeper.state.Sightings;
import dev.turnkeeper.state.TicketMaps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The grid over one Hazelcast instance, which stays its owner's: {@link #close} ends the adapter, {@link #leave} also
 * the instance. {@link #start} once, before anything is sent or held; then {@link #loaded} before the node is ready.
 */
public final class HazelcastGrid implements AutoCloseable {

    private static final Logger LOG = System.getLogger(HazelcastGrid.class.getName());
    private static final long KEEP_EVERY_SECONDS = 5;

    private final HazelcastInstance hz;
    private final Threads threads = new Threads();
    private final Post post;
    private final PostBus bus;
    private final PostBus asideBus;
    private final HeldBatches held;
    private final ConsensusGroup consensus;
    private final Loading loading;
    private final GridTicketMaps ticketMaps;
    private final GridOnce once;
    private final GridSightings sightings;
    private final Map<String, GridBytes> replicated = new ConcurrentHashMap<>();
    private @Nullable UUID membership;
    private @Nullable UUID lifecycle;

    /** @param nanos a monotonic clock */
    public HazelcastGrid(HazelcastInstance hz, LongSupplier nanos, GridEvents events) {
        this.hz = hz;
        this.post = new Post(hz, threads.sending, events);
        this.bus = new PostBus(post, Post.Kind.MESSAGE, threads.telling);
        this.asideBus = new PostBus(post, Post.Kind.ASIDE, threads.telling);
        this.held = new HeldBatches(post);
        this.consensus = new ConsensusGroup(hz, threads, nanos, events);
        this.loading = new Loading(hz, threads, post);
        this.ticketMaps = new GridTicketMaps(hz, threads, held, loading);
        // Now, and not when somebody asks: that may be while the grid does not answer, and would wait for it.
        this.once = new GridOnce(loading.share("once"));
        this.sightings = new GridSightings(loading.share("sightings"));
    }

    /** Over the instance of the server this runs in. */
    @SuppressWarnings("BanJNDI") // a name of our own server, never from outside
    public static HazelcastGrid ofServer(LongSupplier nanos, GridEvents events) throws NamingException {
        return new HazelcastGrid((HazelcastInstance) new InitialContext().lookup("payara/Hazelcast"), nanos, events);
    }

    /** Begins to listen; may take a second. */
    public void start() {
        membership = hz.getCluster().addMembershipListener(new Membership());
        lifecycle = hz.getLifecycleService().addLifecycleListener(this::changed);
        post.open();
        consensus.start();
        bus.membersChanged();
        asideBus.membersChanged();
        threads.keeping.scheduleWithFixedDelay(this::keep, 1, KEEP_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    public Counters counters() {
        return consensus.counters();
    }

    public Registers registers() {
        return consensus.registers();
    }

    public ConsensusGroup consensus() {
        return consensus;
    }

    public Once once() {
        return once;
    }

    public Sightings sightings() {
        return sightings;
    }

    public MessageBus bus() {
        return bus;
    }

    /** Another one beside {@link #bus}, for what no tick waits for. */
    public MessageBus asideBus() {
        return asideBus;
    }

    public TicketMaps ticketMaps() {
        return ticketMaps;
    }

    /** One map of each name. What the others put before now comes in a little later, through the listeners too. */
    public ReplicatedBytes replicated(String name) {
        return replicated(name, threads.writing);
    }

    /**
     * As {@link #replicated}, for what nobody waits for and what is written while members fail: a write that waits for a member
     * that hangs holds up no ticket.
     */
    public ReplicatedBytes replicatedAside(String name) {
        return replicated(name, threads.writingAside);
    }

    private ReplicatedBytes replicated(String name, Executor writing) {
        return replicated.computeIfAbsent(name, absent -> {
            GridBytes bytes = new GridBytes(absent, threads, writing);
            loading.load("bytes:" + absent, (ReplicatedMap<String, byte[]> found) -> bytes.found(found), bytes::look);
            return bytes;
        });
    }

    /**
     * Done when every map opened until now holds what the grid held; a node is not ready before. After a merge back into
     * the grid there is such a time again, of some forty seconds: {@link #isRecovering}.
     */
    public CompletionStage<Void> loaded() {
        return loading.loaded();
    }

    /** Whether the maps are being filled again after a merge. */
    public boolean isRecovering() {
        return loading.isRecovering();
    }

    /** This member's name; a new one after a merge. */
    public String self() {
        return post.self().toString();
    }

    /** Everybody this node sees; no call to the grid. */
    public List<GridMember> members() {
        return hz.getCluster().getMembers().stream()
                .map(member -> new GridMember(
                        member.getUuid().toString(),
                        ConsensusGroup.address(member.getAddress()),
                        member.localMember(),
                        consensus.counts(member.getAddress())))
                .toList();
    }

    /** This node among them; empty while it is in none. */
    public Optional<GridMember> here() {
        return members().stream().filter(GridMember::self).findFirst();
    }

    /** Leaves the grid in good order and stops the Hazelcast instance; may take seconds. */
    public void leave() {
        close();
        hz.shutdown();
    }

    @Override
    public void close() {
        if (hz.getLifecycleService().isRunning()) {
            if (membership != null) {
                hz.getCluster().removeMembershipListener(membership);
            }
            if (lifecycle != null) {
                hz.getLifecycleService().removeLifecycleListener(lifecycle);
            }
            post.close();
        }
        threads.stop();
    }

    @Override
    public String toString() {
        return "HazelcastGrid" + members();
    }

    private void keep() {
        try {
            post.greetTheSilent();
            replicated.values().forEach(GridBytes::look);
            ticketMaps.forEach(GridTickets::tidy);
            var unused = consensus.look();
        } catch (RuntimeException next) {
            LOG.log(Level.DEBUG, "the grid's housekeeping is tried again", next);
        }
    }

    private void changed(LifecycleEvent event) {
        if (event.getState() == LifecycleState.MERGING) {
            loading.merging();
            ticketMaps.forEach(GridTickets::merging);
        } else if (event.getState() == LifecycleState.MERGED || event.getState() == LifecycleState.MERGE_FAILED) {
            post.greetTheSilent();
            bus.membersChanged();
            asideBus.membersChanged();
            loading.merged();
        }
    }

    private final class Membership implements MembershipListener {

        @Override
        public void memberAdded(MembershipEvent event) {
            post.greetTheSilent();
            bus.membersChanged();
            asideBus.membersChanged();
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            UUID member = event.getMember().getUuid();
            post.forget(member);
            held.left(member);
            bus.membersChanged();
            asideBus.membersChanged();
        }
    }
}
