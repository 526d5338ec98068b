package dev.turnkeeper.grid;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.cp.CPGroup;
import com.hazelcast.cp.CPGroupId;
import com.hazelcast.cp.CPMember;
import com.hazelcast.cp.CPSubsystemManagementService;
import com.hazelcast.cp.IAtomicLong;
import com.hazelcast.cp.IAtomicReference;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.Registers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The CP group: its counters and registers, who has a seat in it, and that calls reach its present leader. A node on its
 * own has no group; the same counters and registers are then its own.
 */
public final class ConsensusGroup {

    private static final Logger LOG = System.getLogger(ConsensusGroup.class.getName());
    private static final long ANSWER_WITHIN_MILLIS = 1_000;
    private static final long MANAGED_WITHIN_MILLIS = 10_000;
    private static final long LEADER_MILLIS = 100;

    /** A leader that was replaced and still lives refuses its calls by itself, at once. */
    private static final long REFUSED_WITHIN_MILLIS = 300;

    private static final long SEEK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HazelcastInstance hz;
    private final Threads threads;
    private final LongSupplier nanos;
    private final Calls calls;
    private final LeaderWatch leader;
    private final AtomicLong soughtAt;
    private final Lanes<IAtomicLong> longs;
    private final Lanes<IAtomicReference<byte[]>> references;
    private final Counters counters;
    private final Registers registers;
    private volatile @Nullable Known known;
    private volatile boolean seated;

    /**
     * The group, as lately told by it.
     *
     * @param core who counts in the group of the counters
     * @param groups that of the counters first
     * @param settled whether this member has arrived in every group that counts it
     */
    private record Known(List<CPMember> seats, Collection<CPMember> core, List<CPGroupId> groups, boolean settled) {}

    ConsensusGroup(HazelcastInstance hz, Threads threads, LongSupplier nanos, GridEvents events) {
        this.hz = hz;
        this.threads = threads;
        this.nanos = nanos;
        this.soughtAt = new AtomicLong(nanos.getAsLong() - SEEK_AGAIN_NANOS);
        this.calls = new Calls(nanos, events, this::unanswered);
        this.leader = new LeaderWatch(hz);
        this.longs = new Lanes<>(name -> hz.getCPSubsystem().getAtomicLong(name), threads.finders, calls);
        this.references = new Lanes<>(name -> hz.getCPSubsystem().getAtomicReference(name), threads.finders, calls);
        this.counters = new ConsensusCounters(longs);
        this.registers = new ConsensusRegisters(references);
    }

    void start() {
        if (isThere()) {
            threads.keeping.scheduleWithFixedDelay(this::watch, LEADER_MILLIS, LEADER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    Counters counters() {
        return counters;
    }

    Registers registers() {
        return registers;
    }

    /** Whether this grid was started with consensus at all. */
    public boolean isThere() {
        return configuredSize() > 0;
    }

    /** Whether the counters answer, within a second; never fails. */
    public CompletionStage<Boolean> answers() {
        return counters.get("probe")
                .toCompletableFuture()
                .copy()
                .orTimeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .handle((value, failed) -> failed == null);
    }

    /** This process's identity in the group, from its first seat to its end; empty before. To be remembered. */
    public Optional<String> identity() {
        return isThere()
                ? Optional.ofNullable(hz.getCPSubsystem().getLocalCPMember())
                        .map(member -> member.getUuid().toString())
                : Optional.empty();
    }

    /** What this member is to the group, as lately told by it. */
    public Seat seat() {
        CPMember local = isThere() ? hz.getCPSubsystem().getLocalCPMember() : null;
        Known told = known;
        if (local == null || told == null) {
            return Seat.NONE;
        }
        if (told.core.contains(local)) {
            return Seat.CORE;
        }
        if (told.seats.contains(local)) {
            return Seat.SPARE;
        }
        return seated ? Seat.REMOVED : Seat.NONE;
    }

    /** Whether the group has as many members as it was made for. */
    public boolean isFull() {
        return size() >= configuredSize();
    }

    /** How many members the group was made for; 0 where there is none. */
    public int configuredSize() {
        return hz.getConfig().getCPSubsystemConfig().getCPMemberCount();
    }

    /** Everybody with a seat, as lately told; none where it was never heard. */
    public List<GroupMember> members() {
        Known told = known;
        return told == null
                ? List.of()
                : Stream.concat(told.core.stream(), told.seats.stream())
                        .distinct()
                        .map(member -> new GroupMember(
                                member.getUuid().toString(), address(member.getAddress()), told.core.contains(member)))
                        .toList();
    }

    /** Address of who leads the group of the counters; empty where there is none, or this member is not in that group. */
    public Optional<String> leader() {
        Known told = known;
        return told == null ? Optional.empty() : leader.of(told.groups.get(0)).map(ConsensusGroup::address);
    }

    static String address(Address address) {
        return address.getHost() + ":" + address.getPort();
    }

    /** Members whose majority decides, as lately told; 0 where there is no group, or it was never heard. */
    public int size() {
        Known told = known;
        return told == null ? 0 : told.core.size();
    }

    /** Seats, of this address, that are not this process's: of those before it, which live no more. */
    public List<String> predecessors() {
        Known told = known;
        if (told == null) {
            return List.of();
        }
        return told.seats.stream()
                .filter(member -> member.getAddress()
                        .equals(hz.getCluster().getLocalMember().getAddress()))
                .map(member -> member.getUuid().toString())
                .filter(identity -> !Optional.of(identity).equals(identity()))
                .toList();
    }

    /**
     * Whether this member has arrived where the groups count it, or all seats of those are taken by others. A new
     * member counts from the moment in which it is asked to take part; until it has taken over what the others know, one
     * more death is the majority's: with no majority left that could tell it, for good.
     */
    public boolean isSettled() {
        Known told = known;
        return told != null && told.settled;
    }

    boolean counts(Address address) {
        Known told = known;
        return told != null
                && told.core.stream().anyMatch(member -> member.getAddress().equals(address));
    }

    /** Takes a member that will not come back out of the group, such as this node before its restart. */
    public CompletionStage<Void> remove(String identity) {
        return managed(management -> management.removeCPMember(UUID.fromString(identity)));
    }

    /** Asks for a seat. */
    public CompletionStage<Void> join() {
        return managed(CPSubsystemManagementService::promoteToCPMember);
    }

    /** Asks who is in the group; what is known of it is then up to date. Never fails. */
    public CompletionStage<Void> look() {
        if (!isThere()) {
            return CompletableFuture.completedFuture(null);
        }
        return managed(management -> management
                        .getCPMembers()
                        .thenCombine(
                                management
                                        .getCPGroup(CPGroup.DEFAULT_GROUP_NAME)
                                        .thenCombine(
                                                management.getCPGroup(CPGroup.METADATA_CP_GROUP_NAME),
                                                ConsensusGroup::both),
                                this::remember))
                .exceptionally(later -> null);
    }

    /** Empty while one of them is not there yet. */
    private static List<CPGroup> both(@Nullable CPGroup counters, @Nullable CPGroup metadata) {
        return counters == null || metadata == null ? List.of() : List.of(counters, metadata);
    }

    private Void remember(Collection<CPMember> seats, List<CPGroup> groups) {
        CPMember local = hz.getCPSubsystem().getLocalCPMember();
        seated |= local != null && seats.contains(local);
        if (!groups.isEmpty() && !seats.isEmpty()) {
            known = new Known(
                    List.copyOf(seats),
                    List.copyOf(groups.get(0).members()),
                    groups.stream().map(CPGroup::id).toList(),
                    local != null && groups.stream().allMatch(group -> isSettled(local, group)));
        }
        return null;
    }

    private boolean isSettled(CPMember local, CPGroup group) {
        return group.members().contains(local)
                ? leader.hasEntered(group.id())
                : group.members().size() >= configuredSize();
    }

    private void watch() {
        try {
            List<UUID> replaced = leader.replaced();
            if (replaced.isEmpty()) {
                return;
            }
            boolean mayHang = replaced.stream().anyMatch(leader::isHere);
            findLeaders();
            if (mayHang) {
                long until = nanos.getAsLong();
                threads.later(REFUSED_WITHIN_MILLIS, () -> calls.giveUp(until));
            }
        } catch (RuntimeException next) {
            LOG.log(Level.DEBUG, "the leader is looked at again", next);
        }
    }

    private void unanswered() {
        long last = soughtAt.get();
        long now = nanos.getAsLong();
        if (now - last >= SEEK_AGAIN_NANOS && soughtAt.compareAndSet(last, now)) {
            findLeaders();
        }
    }

    private void findLeaders() {
        Known told = known;
        leader.pointOut(told == null ? List.of() : told.groups, told == null ? List.of() : told.seats);
        longs.lookAgain();
        references.lookAgain();
    }

    /** Getting hold of the management service may wait, too. */
    private <T extends @Nullable Object> CompletionStage<T> managed(
            Function<CPSubsystemManagementService, CompletionStage<T>> call) {
        return CompletableFuture.supplyAsync(
                        () -> hz.getCPSubsystem().getCPSubsystemManagementService(), threads.finders)
                .thenCompose(call)
                .orTimeout(MANAGED_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
    }
}
