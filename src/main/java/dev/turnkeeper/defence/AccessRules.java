package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.state.SharedValue;
import dev.turnkeeper.ticket.VisitorKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of the whole grid: one list in one order, of which the first that matches counts. Reads are local, and
 * cost one volatile read while there is no rule; a change waits for the register, up to some seconds.
 */
public final class AccessRules {

    public static final int MOST = 10_000;

    /** Rules with a user agent and nothing else: each is tried at every request. */
    public static final int MOST_BY_USER_AGENT = 100;

    private static final int ID_BYTES = 6;

    private final SharedValue shared;
    private final VisitorKey.Maker keys;
    private final SecureRandom random;
    private volatile Compiled compiled = new Compiled(0, Optional.empty(), Map.of());

    /** @param everywhere empty where no rule is for all rooms */
    private record Compiled(long version, Optional<RuleIndex> everywhere, Map<RoomId, RuleIndex> byRoom) {}

    private AccessRules(SharedValue shared, VisitorKey.Maker keys, SecureRandom random) {
        this.shared = shared;
        this.keys = keys;
        this.random = random;
    }

    public static AccessRules of(SharedValue shared, VisitorKey.Maker keys, SecureRandom random) {
        AccessRules rules = new AccessRules(shared, keys, random);
        shared.listen(rules::read);
        rules.read();
        return rules;
    }

    /** All rules in their order. @param version another one after every change */
    public record Listed(long version, List<AccessRule> rules) {

        /** Where a rule stands, from 1. */
        public OptionalInt position(String id) {
            for (int i = 0; i < rules.size(); i++) {
                if (rules.get(i).id().equals(id)) {
                    return OptionalInt.of(i + 1);
                }
            }
            return OptionalInt.empty();
        }
    }

    /** Where a rule goes: to a position counted from 1, or next to another rule; at most one of them. None: to the end. */
    public record Where(OptionalInt position, Optional<String> before, Optional<String> after) {

        boolean isSaid() {
            return position.isPresent() || before.isPresent() || after.isPresent();
        }

        /** @return how many rules stand in front of it; empty where there is no such neighbour */
        private OptionalInt index(List<AccessRule> rules) {
            if (position.isPresent()) {
                return OptionalInt.of(Math.min(position.getAsInt() - 1, rules.size()));
            }
            Listed listed = new Listed(0, rules);
            if (before.isPresent()) {
                OptionalInt next = listed.position(before.get());
                return next.isPresent() ? OptionalInt.of(next.getAsInt() - 1) : next;
            }
            return after.isPresent() ? listed.position(after.get()) : OptionalInt.of(rules.size());
        }
    }

    /** How a change ended. */
    public enum Kind {
        DONE,
        /** The rules are not as its author saw them. */
        STALE,
        NO_SUCH_RULE,
        NO_SUCH_NEIGHBOUR,
        /** It would match everybody, without saying so. */
        NO_CONDITION,
        TOO_MANY,
        TOO_MANY_BY_USER_AGENT,
        NO_MAJORITY
    }

    /** A rule where it stands. @param position from 1 */
    public record Placed(AccessRule rule, int position) {}

    /** What came of a change. @param version of the list now, where it was done or is stale */
    public record Change(Kind kind, long version, Optional<Placed> before, Optional<Placed> after) {

        static Change none(Kind kind, long version) {
            return new Change(kind, version, Optional.empty(), Optional.empty());
        }
    }

    /** As this node knows them. */
    public Listed all() {
        return shared.get().map(RuleList::ofBytes).orElseGet(() -> new Listed(0, List.of()));
    }

    /** A visitor by whatever name a client or a login gives. */
    public MaskedLogin login(String name) {
        return new MaskedLogin(key(name), VisitorNames.masked(name));
    }

    /** @param rule without an id, which it gets. @param asSeen of the version of the list */
    public Change add(AccessRule rule, Where where, LongPredicate asSeen) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        AccessRule named = new AccessRule(
                HexFormat.of().formatHex(bytes),
                rule.action(),
                rule.room(),
                rule.addresses(),
                rule.userAgent(),
                rule.country(),
                rule.login(),
                rule.note(),
                rule.createdAt(),
                rule.createdBy());
        return change(asSeen, rules -> put(rules, Optional.empty(), named, where));
    }

    /** @param change keeps the id */
    public Change change(String id, UnaryOperator<AccessRule> change, Where where, LongPredicate asSeen) {
        return change(asSeen, rules -> {
            OptionalInt position = new Listed(0, rules).position(id);
            if (position.isEmpty()) {
                return Change.none(Kind.NO_SUCH_RULE, 0);
            }
            AccessRule before = rules.remove(position.getAsInt() - 1);
            Where there = where.isSaid() ? where : new Where(position, Optional.empty(), Optional.empty());
            return put(rules, Optional.of(new Placed(before, position.getAsInt())), change.apply(before), there);
        });
    }

    public Change delete(String id, LongPredicate asSeen) {
        return change(asSeen, rules -> {
            OptionalInt position = new Listed(0, rules).position(id);
            return position.isEmpty()
                    ? Change.none(Kind.NO_SUCH_RULE, 0)
                    : new Change(
                            Kind.DONE,
                            0,
                            Optional.of(new Placed(rules.remove(position.getAsInt() - 1), position.getAsInt())),
                            Optional.empty());
        });
    }

    /** @param rules without the one that is put */
    private static Change put(List<AccessRule> rules, Optional<Placed> before, AccessRule rule, Where where) {
        if (!rule.hasCondition()) {
            return Change.none(Kind.NO_CONDITION, 0);
        }
        if (rules.size() >= MOST) {
            return Change.none(Kind.TOO_MANY, 0);
        }
        if (rule.isByUserAgentAlone()
                && rules.stream().filter(AccessRule::isByUserAgentAlone).count() >= MOST_BY_USER_AGENT) {
            return Change.none(Kind.TOO_MANY_BY_USER_AGENT, 0);
        }
        OptionalInt index = where.index(rules);
        if (index.isEmpty()) {
            return Change.none(Kind.NO_SUCH_NEIGHBOUR, 0);
        }
        rules.add(index.getAsInt(), rule);
        return new Change(Kind.DONE, 0, before, Optional.of(new Placed(rule, index.getAsInt() + 1)));
    }

    /** A change of the list, in place. */
    private interface Step {
        Change make(List<AccessRule> rules);
    }

    private Change change(LongPredicate asSeen, Step step) {
        AtomicReference<Change> last = new AtomicReference<>(Change.none(Kind.NO_MAJORITY, 0));
        SharedValue.Outcome outcome = shared.change(bytes -> {
            Listed known = bytes.map(RuleList::ofBytes).orElseGet(() -> new Listed(0, List.of()));
            if (!asSeen.test(known.version())) {
                last.set(Change.none(Kind.STALE, known.version()));
                return Optional.empty();
            }
            List<AccessRule> rules = new ArrayList<>(known.rules());
            Change made = step.make(rules);
            long version = known.version() + 1;
            last.set(new Change(made.kind(), version, made.before(), made.after()));
            return made.kind() == Kind.DONE
                    ? Optional.of(RuleList.toBytes(new Listed(version, rules)))
                    : Optional.empty();
        });
        return outcome == SharedValue.Outcome.NO_MAJORITY
                ? Change.none(Kind.NO_MAJORITY, 0)
                : Objects.requireNonNull(last.get());
    }

    /** Reads what the grid has; false where it gave no answer. */
    public boolean learn() {
        return shared.learn();
    }

    /** The first rule that matches somebody in a room. @param room empty: by the rules for all rooms alone */
    public Optional<Placed> first(Optional<RoomId> room, Asker asker) {
        Compiled now = compiled;
        Traits traits = new Traits(asker, this::key);
        RuleIndex.@Nullable Numbered found =
                now.everywhere.map(index -> index.first(traits)).orElse(null);
        RuleIndex.@Nullable Numbered foundHere =
                room.map(now.byRoom::get).map(index -> index.first(traits)).orElse(null);
        boolean earlier = found == null || foundHere != null && foundHere.position() < found.position();
        return Optional.ofNullable(earlier ? foundHere : found)
                .map(numbered -> new Placed(numbered.rule(), numbered.position()));
    }

    /** Whether no rule is for anybody in this room: so in nearly all rooms, nearly always. */
    boolean isEmpty(RoomId room) {
        Compiled now = compiled;
        return now.everywhere.isEmpty() && (now.byRoom.isEmpty() || !now.byRoom.containsKey(room));
    }

    long version() {
        return compiled.version;
    }

    private VisitorKey key(String login) {
        String name = IpAddress.parse(login).map(IpAddress::toString).orElse(login);
        return keys.of("access-rule", name);
    }

    /** One at a time, so that none puts back what another has just replaced. */
    private synchronized void read() {
        Listed listed = all();
        List<RuleIndex.Numbered> everywhere = new ArrayList<>();
        Map<RoomId, List<RuleIndex.Numbered>> byRoom = new HashMap<>();
        int position = 0;
        for (AccessRule rule : listed.rules()) {
            RuleIndex.Numbered numbered = new RuleIndex.Numbered(++position, rule);
            rule.room()
                    .map(room -> byRoom.computeIfAbsent(room, first -> new ArrayList<>()))
                    .orElse(everywhere)
                    .add(numbered);
        }
        Map<RoomId, RuleIndex> indexes = new HashMap<>();
        byRoom.forEach((room, rules) -> indexes.put(room, new RuleIndex(rules)));
        compiled = new Compiled(
                listed.version(),
                everywhere.isEmpty() ? Optional.empty() : Optional.of(new RuleIndex(everywhere)),
                indexes);
    }
}
