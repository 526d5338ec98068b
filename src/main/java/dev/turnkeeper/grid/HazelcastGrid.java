package dev.turnkeeper.grid;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.cp.CPMember;
import com.hazelcast.cp.CPSubsystemManagementService;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.MessageBus;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.ReplicatedBytes;
import dev.turnkeeper.state.TicketMaps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The grid over one Hazelcast instance, which stays its owner's: {@link #close} ends the adapter, {@link #leave} also
 * the instance. {@link #start} once, before anything is sent or held; then {@link #loaded} before the node is ready.
 */
public final class HazelcastGrid implements AutoCloseable {

    private static final Logger LOG = System.getLogger(HazelcastGrid.class.getName());
    private static final long ANSWER_WITHIN_MILLIS = 1_000;
    private static final long KEEP_EVERY_SECONDS = 5;

    private final HazelcastInstance hz;
    private final Threads threads = new Threads();
    private final Post post;
    private final PostBus bus;
    private final HeldBatches held;
    private final Counters counters;
    private final Registers registers;
    private final Loading loading;
    private final GridTicketMaps ticketMaps;
    private final Map<String, GridBytes> replicated = new ConcurrentHashMap<>();
    private volatile Set<UUID> consensus = Set.of();
    private @Nullable UUID membership;
    private @Nullable UUID lifecycle;

    public HazelcastGrid(HazelcastInstance hz) {
        this.hz = hz;
        this.post = new Post(hz, threads.sending);
        this.bus = new PostBus(post, threads.telling);
        this.held = new HeldBatches(post);
        this.counters =
                new ConsensusCounters(new Lanes<>(name -> hz.getCPSubsystem().getAtomicLong(name), threads.finders));
        this.registers = new ConsensusRegisters(
                new Lanes<>(name -> hz.getCPSubsystem().getAtomicReference(name), threads.finders));
        this.loading = new Loading(hz, threads, post);
        this.ticketMaps = new GridTicketMaps(hz, threads, held, loading);
    }

    /** Over the instance of the server this runs in. */
    @SuppressWarnings("BanJNDI") // a name of our own server, never from outside
    public static HazelcastGrid ofServer() throws NamingException {
        return new HazelcastGrid((HazelcastInstance) new InitialContext().lookup("payara/Hazelcast"));
    }

    /** Begins to listen; may take a second. */
    public void start() {
        membership = hz.getCluster().addMembershipListener(new Membership());
        lifecycle = hz.getLifecycleService().addLifecycleListener(this::changed);
        post.open();
        bus.membersChanged();
        threads.keeping.scheduleWithFixedDelay(this::keep, 1, KEEP_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    public Counters counters() {
        return counters;
    }

    public Registers registers() {
        return registers;
    }

    public MessageBus bus() {
        return bus;
    }

    public TicketMaps ticketMaps() {
        return ticketMaps;
    }

    /** One map of each name. What the others put before now comes in a little later, through the listeners too. */
    public ReplicatedBytes replicated(String name) {
        return replicated.computeIfAbsent(name, absent -> {
            GridBytes bytes = new GridBytes(absent, threads);
            loading.load("bytes:" + absent, (ReplicatedMap<String, byte[]> found) -> bytes.found(found), bytes::look);
            return bytes;
        });
    }

    /**
     * Done when every map opened until now holds what the grid held; a node is not ready before. After a merge back into
     * the grid there is such a time again, of some forty seconds: ask anew.
     */
    public CompletionStage<Void> loaded() {
        return loading.loaded();
    }

    /** This member's name; a new one after a merge. */
    public String self() {
        return post.self().toString();
    }

    /** Everybody this node sees; no call to the grid. */
    public List<GridMember> members() {
        Set<UUID> voting = consensus;
        return hz.getCluster().getMembers().stream()
                .map(member -> new GridMember(
                        member.getUuid().toString(),
                        member.getAddress().getHost() + ":"
                                + member.getAddress().getPort(),
                        member.localMember(),
                        voting.contains(member.getUuid())))
                .toList();
    }

    /** Whether this grid was started with consensus at all. */
    public boolean hasConsensus() {
        return hz.getConfig().getCPSubsystemConfig().getCPMemberCount() > 0;
    }

    /** Whether the counters answer, within a second; never fails. */
    public CompletionStage<Boolean> answers() {
        return counters.get("probe")
                .toCompletableFuture()
                .copy()
                .orTimeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .handle((value, failed) -> failed == null);
    }

    /** This node's identity in the CP group; empty where it is not in it. To be remembered over a restart. */
    public Optional<String> consensusIdentity() {
        return hasConsensus()
                ? Optional.ofNullable(hz.getCPSubsystem().getLocalCPMember())
                        .map(member -> member.getUuid().toString())
                : Optional.empty();
    }

    /** Takes a member that will not come back out of the CP group, such as this node before its restart. */
    public CompletionStage<Void> removeFromConsensus(String identity) {
        return managed(management -> management.removeCPMember(UUID.fromString(identity)));
    }

    /** Asks for a place in the CP group. */
    public CompletionStage<Void> joinConsensus() {
        return managed(CPSubsystemManagementService::promoteToCPMember);
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

    /** Getting hold of the management service may wait, too. */
    private CompletionStage<Void> managed(
            java.util.function.Function<CPSubsystemManagementService, CompletionStage<Void>> call) {
        return CompletableFuture.supplyAsync(
                        () -> hz.getCPSubsystem().getCPSubsystemManagementService(), threads.finders)
                .thenCompose(call);
    }

    private void keep() {
        try {
            post.greetTheSilent();
            replicated.values().forEach(GridBytes::look);
            ticketMaps.forEach(GridTickets::tidy);
            if (hasConsensus()) {
                hz.getCPSubsystem()
                        .getCPSubsystemManagementService()
                        .getCPMembers()
                        .thenAcceptAsync(this::remember, Runnable::run);
            }
        } catch (RuntimeException next) {
            LOG.log(Level.DEBUG, "the grid's housekeeping is tried again", next);
        }
    }

    private void remember(Collection<CPMember> members) {
        consensus = members.stream().map(CPMember::getUuid).collect(Collectors.toSet());
    }

    private void changed(LifecycleEvent event) {
        if (event.getState() == LifecycleState.MERGING) {
            loading.merging();
            ticketMaps.forEach(GridTickets::merging);
        } else if (event.getState() == LifecycleState.MERGED || event.getState() == LifecycleState.MERGE_FAILED) {
            post.greetTheSilent();
            bus.membersChanged();
            loading.merged();
        }
    }

    private final class Membership implements MembershipListener {

        @Override
        public void memberAdded(MembershipEvent event) {
            post.greetTheSilent();
            bus.membersChanged();
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            UUID member = event.getMember().getUuid();
            post.forget(member);
            held.left(member);
            bus.membersChanged();
        }
    }
}
