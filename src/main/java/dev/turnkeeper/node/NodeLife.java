package dev.turnkeeper.node;

import dev.turnkeeper.account.Accounts;
import dev.turnkeeper.account.ApiKeys;
import dev.turnkeeper.account.Guesses;
import dev.turnkeeper.account.ManagementTokens;
import dev.turnkeeper.account.Passwords;
import dev.turnkeeper.account.SharedKey;
import dev.turnkeeper.account.SignIn;
import dev.turnkeeper.audit.AuditEvent;
import dev.turnkeeper.audit.AuditLog;
import dev.turnkeeper.defence.AccessRules;
import dev.turnkeeper.defence.BlockEvents;
import dev.turnkeeper.defence.Blocks;
import dev.turnkeeper.defence.Reach;
import dev.turnkeeper.grid.HazelcastGrid;
import dev.turnkeeper.grid.Seat;
import dev.turnkeeper.notice.Deliveries;
import dev.turnkeeper.notice.Notices;
import dev.turnkeeper.notice.Watch;
import dev.turnkeeper.notice.Webhooks;
import dev.turnkeeper.operator.GridSight;
import dev.turnkeeper.pass.Bindings;
import dev.turnkeeper.pass.EntryPasses;
import dev.turnkeeper.pass.HandOvers;
import dev.turnkeeper.pass.KeyRing;
import dev.turnkeeper.pass.Logins;
import dev.turnkeeper.pass.PassIds;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.pass.PublicUrl;
import dev.turnkeeper.room.EmergencySwitch;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stats.LocalCounts;
import dev.turnkeeper.stats.Statistics;
import dev.turnkeeper.stats.Watcher;
import dev.turnkeeper.store.FileShelf;
import dev.turnkeeper.stream.StreamHub;
import dev.turnkeeper.ticket.Tickets;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.LineUp;
import dev.turnkeeper.visit.LiveRooms;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Pulse;
import dev.turnkeeper.visit.RoomViews;
import dev.turnkeeper.visit.SideDoor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.logging.Logger;
import javax.naming.NamingException;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * From start to stop. A stop that was asked for (SIGTERM, SIGINT) goes in good order: not ready for a while, so that load
 * balancers look elsewhere; then goodbye to the other members; then the server ends.
 */
@Singleton
public class NodeLife {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");

    private final GuardedEnters enters;
    private final Grid grid;
    private final NodeSettings settings;
    private final MetricRegistry metrics;
    private final NodeEvents events;
    private final SideDoor sideDoor = new SideDoor();
    private final StreamHub streams;
    private final Accounts accounts;
    private final SharedKey loginKey;
    private final SharedKey auditKey;
    private final ApiKeys apiKeys;
    private final Blocks blocks;
    private final AccessRules accessRules;
    private final AuditLog audit;
    private final Passwords passwords;
    private final FirstAdmin firstAdmin;
    private final GridSurvey survey;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Watch watch;
    private final Noticing noticing;
    private final Statistics statistics;
    private volatile boolean draining;
    private volatile boolean started;

    @Inject
    NodeLife(
            NodeSettings.Source settings,
            MetricRegistry metrics,
            GuardedEnters enters,
            Pbkdf2PasswordHash hashing,
            Reach reach)
            throws NamingException {
        this.settings = settings.read();
        this.metrics = metrics;
        LocalCounts local = new LocalCounts();
        this.events = new NodeEvents(metrics, this::drained, local);
        this.enters = enters;
        Watcher watcher = new Watcher();
        this.grid = new Grid(HazelcastGrid.ofServer(System::nanoTime, events), events, enters, this.settings, watcher);
        this.statistics = new Statistics(
                watcher,
                local,
                FileShelf.open(this.settings.dataFolder()),
                grid.hazelcast().asideBus(),
                grid.shared("minutes"),
                grid.ticks()::tick,
                grid.clock());
        this.streams = new StreamHub(
                System::nanoTime,
                this.settings.streams(),
                this.settings.streamsPerAddress(),
                this.settings.longestStream());
        this.accounts = Accounts.of(grid.shared("accounts"), clock());
        this.loginKey = SharedKey.of(grid.shared("login-key"));
        this.auditKey = SharedKey.of(grid.shared("audit-key"));
        this.apiKeys = ApiKeys.of(grid.shared("api-keys"), new SecureRandom(), clock());
        this.blocks =
                Blocks.of(grid.shared("blocks"), grid.keys(), grid.ticks()::tick, new SecureRandom(), clock(), events);
        this.accessRules = AccessRules.of(grid.shared("access-rules"), grid.keys(), new SecureRandom());
        this.audit = AuditLog.of(grid.shared("audit-newest"), grid.hazelcast().replicated("audit"), clock());
        this.passwords = new Passwords(hashing);
        this.firstAdmin =
                new FirstAdmin(accounts, passwords, this.settings.adminPassword(), this.settings.dataFolder());
        this.survey = new GridSurvey(
                grid,
                events,
                new ConfiguredMembers(this.settings.members(), ConfiguredMembers::numbers, work -> new Thread(
                                work, "turnkeeper-names")
                        .start()),
                this.settings.nodes(),
                this::state,
                clock());
        Notices notices = Notices.of(grid.shared("notices"));
        this.webhooks = Webhooks.of(grid.shared("webhooks"), new SecureRandom(), grid.clock());
        this.deliveries = Deliveries.of(
                webhooks,
                notices,
                grid.hazelcast().replicatedAside("deliveries"),
                grid.hazelcast().once(),
                reach,
                source(this.settings),
                new SecureRandom()::nextDouble,
                grid.clock(),
                System::nanoTime,
                events);
        this.watch = new Watch(webhooks, notices, deliveries, grid.hazelcast().once(), grid.clock(), System::nanoTime);
        this.noticing = new Noticing(grid, webhooks, deliveries, watch, survey::leaving);
    }

    /** What notices are from: the address that visitors know, else the grid's name. */
    private static URI source(NodeSettings settings) {
        return URI.create(settings.web()
                .publicUrl()
                .value()
                .orElseGet(() -> "/turnkeeper/" + URLEncoder.encode(settings.gridName(), StandardCharsets.UTF_8)));
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        HttpPort.guard(host -> grid.rooms().routes().gateway(host).isPresent());
        RoomsAtStart rooms = RoomsAtStart.read(settings.rooms());
        grid.rooms().listen((before, after) -> {
            before.filter(room -> after.isEmpty()).ifPresent(this::forget);
            after.filter(room -> before.isEmpty()).ifPresent(this::measure);
            after.ifPresent(room -> before.ifPresent(was -> tellLimit(was, room, Optional.empty())));
        });
        grid.rooms().all().forEach(this::measure);
        metrics.gauge(MetricNames.VIEW_AGE, () -> grid.ticks().nanosSinceTick() / 1e9);
        metrics.gauge(MetricNames.MEMBERS, () -> grid.hazelcast().members().size());
        metrics.gauge(MetricNames.GROUP_SIZE, () -> grid.hazelcast().consensus().size());
        metrics.gauge(MetricNames.SEAT, () -> grid.hazelcast().consensus().seat() == Seat.CORE ? 1 : 0);
        metrics.gauge(MetricNames.STREAMS, streams::open);
        streams.start();
        StopSignal.onStop(this::stopInGoodOrder);
        grid.everyUpkeep(audit::retry);
        grid.everyUpkeep(blocks::tidy);
        survey.start();
        noticing.start();
        grid.everySecond(this::followSchedules);
        grid.everySecond(statistics::mark);
        statistics.start();
        accounts.listen(() -> grid.onUpkeep(firstAdmin::tidy));
        grid.start(() -> loginKey.learn()
                        && auditKey.learn()
                        && apiKeys.learn()
                        && blocks.learn()
                        && accessRules.learn()
                        && webhooks.learn()
                        && firstAdmin.plant())
                .whenComplete((ready, failed) -> grid.onUpkeep(() -> {
                    statistics.ready();
                    rooms.load(grid.rooms());
                    new Thread(this::warmUp, "turnkeeper-warm-up").start();
                }));
        Startup.succeeded();
    }

    @PreDestroy
    void stop() {
        streams.close();
        enters.stop();
        survey.close();
        noticing.close();
        statistics.close();
        grid.stop();
    }

    /** Ready for visitors: knows all that the grid knows, and is not about to stop. */
    boolean isReady() {
        return started && !draining && grid.isOpen();
    }

    boolean isStarted() {
        return started;
    }

    /** Still answers, but gives no places: the counters have not answered lately. */
    boolean isDegraded() {
        return !grid.mayGivePlaces();
    }

    private GridSight.NodeState state() {
        if (draining) {
            return GridSight.NodeState.STOPPING;
        }
        if (!started) {
            return GridSight.NodeState.STARTING;
        }
        if (!grid.isOpen()) {
            return GridSight.NodeState.RECOVERING;
        }
        return isDegraded() ? GridSight.NodeState.DEGRADED : GridSight.NodeState.READY;
    }

    Grid grid() {
        return grid;
    }

    @Produces
    @Singleton
    Rooms rooms() {
        return grid.rooms();
    }

    @Produces
    @Singleton
    Access access() {
        return grid.visits();
    }

    @Produces
    @Singleton
    Places places() {
        return grid.visits().web();
    }

    @Produces
    @Singleton
    RoomViews roomViews() {
        return grid.views();
    }

    @Produces
    @Singleton
    Pulse pulse() {
        return grid.pulse();
    }

    @Produces
    @Singleton
    StreamHub streams() {
        return streams;
    }

    @Produces
    @Singleton
    SideDoor sideDoor() {
        return sideDoor;
    }

    @Produces
    @Singleton
    RoomTraffic traffic() {
        return grid;
    }

    @Produces
    @Singleton
    VisitorKey.Maker keys() {
        return grid.keys();
    }

    @Produces
    @Singleton
    KeyRing keyRing() {
        return grid.keyRing();
    }

    @Produces
    @Singleton
    EmergencySwitch emergency() {
        return grid.emergency();
    }

    @Produces
    @Singleton
    Accounts accounts() {
        return accounts;
    }

    @Produces
    @Singleton
    Passwords passwords() {
        return passwords;
    }

    @Produces
    @Singleton
    ManagementTokens managementTokens() {
        return new ManagementTokens(loginKey, accounts, clock());
    }

    @Produces
    @Singleton
    @Named("audit")
    SharedKey auditKey() {
        return auditKey;
    }

    @Produces
    @Singleton
    ApiKeys apiKeys() {
        return apiKeys;
    }

    @Produces
    @Singleton
    Blocks blocks() {
        return blocks;
    }

    @Produces
    @Singleton
    AccessRules accessRules() {
        return accessRules;
    }

    @Produces
    @Singleton
    Webhooks webhooks() {
        return webhooks;
    }

    @Produces
    @Singleton
    BlockEvents blockEvents() {
        return events;
    }

    @Produces
    @Singleton
    Deliveries deliveries() {
        return deliveries;
    }

    @Produces
    @Singleton
    Watch watch() {
        return watch;
    }

    @Produces
    @Singleton
    AuditLog audit() {
        return audit;
    }

    @Produces
    @Singleton
    static Guesses guesses() {
        return new Guesses(clock());
    }

    @Produces
    @Singleton
    SignIn signIn(Guesses guesses, ManagementTokens tokens) {
        return new SignIn(accounts, passwords, guesses, tokens);
    }

    @Produces
    @Singleton
    LiveRooms liveRooms() {
        return grid.live();
    }

    @Produces
    @Singleton
    @Named("nodes")
    IntSupplier nodes() {
        return () -> grid.hazelcast().members().size();
    }

    @Produces
    @Singleton
    GridSight.Source survey() {
        return survey;
    }

    @Produces
    @Singleton
    Statistics statistics() {
        return statistics;
    }

    @Produces
    @Singleton
    LineUp lineUp() {
        return grid.visits();
    }

    @Produces
    @Singleton
    Tickets tickets() {
        return new Tickets(grid.keyRing()::ticketKeys);
    }

    @Produces
    @Singleton
    PublicUrl publicUrl() {
        return settings.web().publicUrl();
    }

    @Produces
    @Singleton
    Bindings bindings() {
        return new Bindings(grid.keyRing());
    }

    @Produces
    @Singleton
    PassIds passIds() {
        return new PassIds(grid.keyRing());
    }

    @Produces
    @Singleton
    Passes passes() {
        return new Passes(
                grid.keyRing(), grid.hazelcast().sightings(), publicUrl(), new SecureRandom(), clock(), events);
    }

    @Produces
    @Singleton
    HandOvers handOvers() {
        return new HandOvers(grid.keyRing(), grid.hazelcast().once(), new SecureRandom(), clock(), events);
    }

    @Produces
    @Singleton
    EntryPasses entryPasses() {
        return new EntryPasses(grid.hazelcast().once());
    }

    @Produces
    @Singleton
    Logins logins() {
        return new Logins(settings.web().logins(), clock(), events);
    }

    /** The one real clock. */
    @Produces
    @Singleton
    static InstantSource clock() {
        return InstantSource.system();
    }

    private void warmUp() {
        String warmUp;
        try {
            warmUp = new WarmUp(settings.httpPort(), sideDoor, () -> !draining).run(settings.warmUp());
        } catch (RuntimeException failed) {
            // A cold node is better than none.
            warmUp = "none: " + failed;
        }
        started = true;
        if (!draining) {
            LOG.info(Banner.of(settings, grid, warmUp));
        }
    }

    private void drained(String room, long version) {
        grid.onUpkeep(() -> RoomId.parse(room).ifPresent(id -> close(id, version)));
    }

    private void close(RoomId id, long version) {
        if (grid.rooms().close(id, version).kind() == RoomChange.Kind.DONE) {
            audit.record(new AuditEvent(
                    "turnkeeper",
                    "room.close",
                    "room " + id,
                    Optional.of(id.value()),
                    Optional.of("{\"state\":\"DRAINING\"}"),
                    Optional.of("{\"state\":\"CLOSED\"}"),
                    Optional.of("the draining room was empty")));
        }
    }

    private void followSchedules() {
        for (RoomChange change : grid.rooms().followSchedules()) {
            Room before = change.before().orElseThrow();
            Room after = change.after().orElseThrow();
            audit.record(StepOfSchedule.event(before, after));
            tellLimit(before, after, Optional.of("schedule"));
        }
    }

    private void tellLimit(Room before, Room after, Optional<String> by) {
        if (before.limit() != after.limit()) {
            watch.limitChanged(after.id().value(), after.version(), before.limit(), after.limit(), by);
        }
    }

    private void stopInGoodOrder() {
        draining = true;
        LOG.info("stopping: not ready from now on, answering for " + settings.drainSeconds() + " s more");
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(settings.drainSeconds()));
        streams.close();
        grid.leave();
        LOG.info("said goodbye to the grid");
        HttpPort.close();
    }

    private void measure(Room room) {
        Tag tag = new Tag(MetricNames.ROOM, room.id().value());
        metrics.gauge(MetricNames.WAITING, () -> grid.waiting(room.id()), tag);
        metrics.gauge(MetricNames.INSIDE, () -> grid.inside(room.id()), tag);
        metrics.gauge(
                MetricNames.LIMIT,
                () -> grid.rooms().find(room.id()).map(Room::limit).orElse(0L),
                tag);
    }

    private void forget(Room room) {
        String id = room.id().value();
        metrics.removeMatching((metric, value) -> id.equals(metric.getTags().get(MetricNames.ROOM)));
    }
}
