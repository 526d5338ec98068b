package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.defence.AccessRule.Action;
import dev.turnkeeper.defence.AccessRules.Change;
import dev.turnkeeper.defence.AccessRules.Kind;
import dev.turnkeeper.defence.AccessRules.Listed;
import dev.turnkeeper.defence.AccessRules.Placed;
import dev.turnkeeper.defence.AccessRules.Where;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.SharedValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

    private static final Where LAST = new Where(OptionalInt.empty(), Optional.empty(), Optional.empty());
    private static final String ELSEWHERE = "198.51.100.1";

    private final InMemoryGrid grid = new InMemoryGrid();
    private final InMemoryGrid.InMemoryState member = grid.member();
    private final Blocking here = new Blocking(member);
    private final Blocking there = new Blocking(grid.member());

    @Test
    void firstRuleThatMatches_counts_onEveryNode() {
        add(Action.ALLOW, "192.0.2.7", null, null, null);
        add(Action.DENY, "192.0.2.0/24", null, null, null);
        add(Action.EXPRESS, null, null, null, "kim");
        assertEquals(Action.ALLOW, said(there, "192.0.2.7", "", "", "kim"));
        assertEquals(Action.DENY, said(there, "192.0.2.8", "", "", "kim"));
        assertEquals(Action.EXPRESS, said(there, ELSEWHERE, "", "", "kim"));
        assertEquals(null, said(there, ELSEWHERE, "", "", "lee"));
        here.rules.change(
                ids().get(2),
                rule -> rule,
                new Where(OptionalInt.of(1), Optional.empty(), Optional.empty()),
                v -> true);
        assertEquals(Action.EXPRESS, said(there, "192.0.2.8", "", "", "kim"), "moved to the front");
        assertEquals(Action.DENY, said(there, "192.0.2.8", "", "", "lee"));
    }

    @Test
    void allConditions_mustHold() {
        add(Action.DENY, "192.0.2.0/24", "bot", "KR", "kim");
        assertEquals(Action.DENY, said(here, "192.0.2.1", "A Bot/1", "KR", "kim"));
        assertEquals(null, said(here, "192.0.3.1", "A Bot/1", "KR", "kim"));
        assertEquals(null, said(here, "192.0.2.1", "Phone", "KR", "kim"));
        assertEquals(null, said(here, "192.0.2.1", "A Bot/1", "JP", "kim"));
        assertEquals(null, said(here, "192.0.2.1", "A Bot/1", "KR", "lee"));
        assertEquals(null, said(here, "192.0.2.1", "A Bot/1", "KR", null));
    }

    @ParameterizedTest
    @CsvSource({
        "curl, curl/8.1, true",
        "curl, CURL/8.1, true",
        "curl, Mozilla, false",
        "curl*, curl/8.1, true",
        "curl*, my curl/8.1, false",
        "*bot*, Some Bot/2, true",
        "**, anything, true",
        "*a?c*, xxabcxx, true",
        "*a*c*, xxabbcxx, true",
        "bot*, robot, false",
        "*bot, robot, true",
        "*bot, robots, false",
        "a.c, abc, false",
        "(a+)+$, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!, false",
        "'*', '', true",
        "?, '', false",
    })
    void userAgent_isAPieceOrAGlob_andNeverARegularExpression(String wanted, String said, boolean matches) {
        add(Action.DENY, null, wanted, null, null);
        assertEquals(matches ? Action.DENY : null, said(here, ELSEWHERE, said, "", null));
    }

    @Test
    void userAgent_thatIsVeryLong_countsByItsBeginning() {
        add(Action.DENY, null, "*bot", null, null);
        assertEquals(Action.DENY, said(here, ELSEWHERE, "x".repeat(509) + "bot" + "x".repeat(9_000), "", null));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8::2, true",
        "2001:db8::1, 2001:db8:0:1::2, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "192.0.2.77/25, 192.0.2.127, true",
        "192.0.2.77/25, 192.0.2.128, false",
    })
    void addresses_match(String range, String asked, boolean matches) {
        add(Action.DENY, range, null, null, null);
        assertEquals(matches ? Action.DENY : null, said(there, asked, "", "", null));
    }

    @Test
    void ruleOfARoom_countsThereAlone_inTheOneOrder() {
        add(Action.DENY, "192.0.2.0/24", null, null, null);
        Change own = here.rules.add(rule(Action.ALLOW, "192.0.2.0/24", null, null, null, "shop"), LAST, v -> true);
        assertEquals(Action.DENY, said(here, "192.0.2.1", "", "", null), "the one for all rooms is the first");
        here.rules.change(
                own.after().orElseThrow().rule().id(),
                r -> r,
                new Where(OptionalInt.of(1), Optional.empty(), Optional.empty()),
                v -> true);
        assertEquals(Action.ALLOW, said(here, "192.0.2.1", "", "", null));
        assertEquals(
                Action.DENY,
                here.rules
                        .first(Optional.of(new RoomId("other")), asker("192.0.2.1", "", "", null))
                        .orElseThrow()
                        .rule()
                        .action());
        assertEquals(
                2,
                here.rules
                        .first(Optional.empty(), asker("192.0.2.1", "", "", null))
                        .orElseThrow()
                        .position());
    }

    /** The index, and what it stands for: the list from its beginning. */
    @Test
    void lookUp_findsWhatTheListWouldFind() {
        Random random = new Random(20261122);
        String[] ranges = {null, "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.2.3", "2001:db8::/32", "2001:db8::1"
        };
        String[] agents = {null, null, "bot", "*phone*"};
        String[] countries = {null, null, "KR", "JP"};
        String[] logins = {null, null, "kim", "lee"};
        List<AccessRule> made = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            AccessRule rule = rule(
                    Action.values()[random.nextInt(3)],
                    pick(ranges, random),
                    pick(agents, random),
                    pick(countries, random),
                    pick(logins, random),
                    random.nextBoolean() ? "shop" : null);
            Where where = new Where(OptionalInt.of(1 + random.nextInt(10)), Optional.empty(), Optional.empty());
            Change change = here.rules.add(rule, where, v -> true);
            if (change.kind() == Kind.DONE) {
                made.add(rule);
            }
        }
        assertTrue(made.size() > 100, "rules were made");
        Listed listed = there.rules.all();
        int matched = 0;
        for (int i = 0; i < 2_000; i++) {
            Asker asker = asker(
                    List.of("10.9.9.9", "10.1.9.9", "10.1.2.9", "10.1.2.3", "2001:db8::7", "2001:db8:1::7", ELSEWHERE)
                            .get(random.nextInt(7)),
                    List.of("Phone/1", "A bot", "").get(random.nextInt(3)),
                    List.of("KR", "JP", "").get(random.nextInt(3)),
                    pick(new String[] {null, "kim", "lee", "park"}, random));
            Traits traits = new Traits(asker, name -> there.rules.login(name).key());
            Optional<AccessRule> expected =
                    listed.rules().stream().filter(rule -> rule.matches(traits)).findFirst();
            assertEquals(
                    expected,
                    there.rules.first(Optional.of(new RoomId("shop")), asker).map(Placed::rule));
            matched += expected.isPresent() ? 1 : 0;
        }
        assertTrue(matched > 500, "some matched: " + matched);
    }

    @Test
    void order_isAsSaid() {
        String a = add(Action.DENY, "192.0.2.1", null, null, null);
        String b = add(Action.DENY, "192.0.2.2", null, null, null);
        String c = at(new Where(OptionalInt.of(2), Optional.empty(), Optional.empty()));
        assertEquals(List.of(a, c, b), ids());
        String d = at(new Where(OptionalInt.empty(), Optional.of(a), Optional.empty()));
        String e = at(new Where(OptionalInt.empty(), Optional.empty(), Optional.of(a)));
        assertEquals(List.of(d, a, e, c, b), ids());
        String f = at(new Where(OptionalInt.of(9_999), Optional.empty(), Optional.empty()));
        assertEquals(List.of(d, a, e, c, b, f), ids());
        move(d, new Where(OptionalInt.empty(), Optional.empty(), Optional.of(f)));
        move(b, new Where(OptionalInt.of(1), Optional.empty(), Optional.empty()));
        assertEquals(List.of(b, a, e, c, f, d), ids());
        Change stays = here.rules.change(e, rule -> rule, LAST, v -> true);
        assertEquals(3, stays.after().orElseThrow().position());
        assertEquals(List.of(b, a, e, c, f, d), ids());
        Where nowhere = new Where(OptionalInt.empty(), Optional.of("none"), Optional.empty());
        assertEquals(
                Kind.NO_SUCH_NEIGHBOUR,
                here.rules.change(a, rule -> rule, nowhere, v -> true).kind());
        Where itself = new Where(OptionalInt.empty(), Optional.of(a), Optional.empty());
        assertEquals(
                Kind.NO_SUCH_NEIGHBOUR,
                here.rules.change(a, rule -> rule, itself, v -> true).kind());
        assertEquals(List.of(b, a, e, c, f, d), ids(), "nothing was changed");
    }

    @Test
    void changeOfAnOldList_isRefused() {
        String id = add(Action.DENY, "192.0.2.1", null, null, null);
        long seen = here.rules.all().version();
        add(Action.DENY, "192.0.2.2", null, null, null);
        Change late = there.rules.delete(id, version -> version == seen);
        assertEquals(Kind.STALE, late.kind());
        assertEquals(seen + 1, late.version());
        assertEquals(2, ids().size());
        assertEquals(
                Kind.DONE,
                there.rules.delete(id, version -> version == seen + 1).kind());
        assertEquals(Kind.NO_SUCH_RULE, there.rules.delete(id, version -> true).kind());
    }

    @Test
    void ruleForEverybody_hasToSaySo() {
        assertEquals(
                Kind.NO_CONDITION,
                here.rules
                        .add(rule(Action.DENY, null, null, null, null, null), LAST, v -> true)
                        .kind());
        String id = add(Action.DENY, "192.0.2.1", null, null, null);
        UnaryOperator<AccessRule> emptied = rule -> rule(Action.DENY, null, null, null, null, null);
        assertEquals(
                Kind.NO_CONDITION,
                here.rules.change(id, emptied, LAST, v -> true).kind());
        assertEquals(null, said(here, ELSEWHERE, "", "", null));
    }

    @Test
    void rulesByUserAgentAlone_areFew() {
        for (int i = 0; i < AccessRules.MOST_BY_USER_AGENT; i++) {
            add(Action.DENY, null, "agent-" + i, null, null);
        }
        assertEquals(
                Kind.TOO_MANY_BY_USER_AGENT,
                here.rules
                        .add(rule(Action.DENY, null, "one-more", null, null, null), LAST, v -> true)
                        .kind());
        assertEquals(
                Kind.DONE,
                here.rules
                        .add(rule(Action.DENY, "192.0.2.1", "x", null, null, null), LAST, v -> true)
                        .kind());
    }

    @Test
    void login_isKeptAsAHashAlone() {
        add(Action.DENY, null, null, null, "kim-secret");
        String stored = new String(
                SharedValue.of("access-rules", member.registers(), member.replicated("shared"))
                        .get()
                        .orElseThrow(),
                StandardCharsets.ISO_8859_1);
        assertFalse(stored.contains("secret"));
        assertFalse(there.rules.all().toString().contains("secret"));
        assertEquals(Action.DENY, said(there, ELSEWHERE, "", "", "kim-secret"));
    }

    @Test
    void withoutRules_thereIsNothingToAsk() {
        assertTrue(here.vetting.isIdle(new RoomId("shop")));
        String id = here.rules
                .add(rule(Action.DENY, "192.0.2.1", null, null, null, "other"), LAST, v -> true)
                .after()
                .orElseThrow()
                .rule()
                .id();
        assertTrue(here.vetting.isIdle(new RoomId("shop")));
        assertFalse(here.vetting.isIdle(new RoomId("other")));
        long version = there.vetting.version();
        here.rules.delete(id, v -> true);
        assertTrue(here.vetting.isIdle(new RoomId("other")));
        assertNotEquals(version, there.vetting.version(), "streams look again");
    }

    @Test
    void block_goesBeforeEveryRule() {
        add(Action.ALLOW, "192.0.2.0/24", null, null, null);
        add(Action.EXPRESS, null, null, null, "lee");
        here.login("shop", "lee", 60);
        here.addresses("shop", "192.0.2.1", 60);
        assertEquals(Vetted.Word.BLOCKED, vetted("192.0.2.1", null));
        assertEquals(Vetted.Word.BLOCKED, vetted(ELSEWHERE, "lee"));
        assertEquals(Vetted.Word.FREE, vetted("192.0.2.2", null));
    }

    @Test
    void nodeThatJoins_knowsTheRules() {
        add(Action.DENY, "192.0.2.1", null, null, null);
        Blocking late = new Blocking(grid.member());
        assertTrue(late.rules.learn());
        assertEquals(Action.DENY, said(late, "192.0.2.1", "", "", null));
    }

    private Vetted.Word vetted(String address, String login) {
        return there.vetting
                .vet(new RoomId("shop"), asker(address, "", "", login))
                .word();
    }

    private List<String> ids() {
        return there.rules.all().rules().stream().map(AccessRule::id).toList();
    }

    private String at(Where where) {
        return here.rules
                .add(rule(Action.DENY, "192.0.2.9", null, null, null, null), where, v -> true)
                .after()
                .orElseThrow()
                .rule()
                .id();
    }

    private void move(String id, Where where) {
        assertEquals(
                Kind.DONE,
                there.rules.change(id, rule -> rule, where, v -> true).kind());
    }

    private String add(Action action, String range, String agent, String country, String login) {
        return here.rules
                .add(rule(action, range, agent, country, login, null), LAST, v -> true)
                .after()
                .orElseThrow()
                .rule()
                .id();
    }

    private AccessRule rule(Action action, String range, String agent, String country, String login, String room) {
        return here.rule(action, range, agent, country, login, room);
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private static Action said(Blocking node, String address, String agent, String country, String login) {
        return node.rules
                .first(Optional.of(new RoomId("shop")), asker(address, agent, country, login))
                .map(placed -> placed.rule().action())
                .orElse(null);
    }

    private static Asker asker(String address, String agent, String country, String login) {
        return new Asker(
                IpAddress.parse(address).orElseThrow(),
                () -> agent,
                () -> Optional.of(country).filter(text -> !text.isEmpty()),
                () -> Optional.ofNullable(login));
    }

    @Test
    void manyRules_areLookedUpAndNotWalked() {
        // A list of 10,000 that is written as it would be stored, since making them one by one takes long.
        List<AccessRule> many = new ArrayList<>();
        for (int i = 0; i < AccessRules.MOST; i++) {
            many.add(rule(Action.DENY, "10." + i / 256 % 256 + "." + i % 256 + ".0/24", null, null, null, null));
        }
        SharedValue.of("access-rules", member.registers(), member.replicated("shared"))
                .change(was -> Optional.of(RuleList.toBytes(new Listed(1, many))));
        assertTrue(here.rules.learn());
        assertEquals(Action.DENY, said(here, "10.39.15.1", "", "", null));
        assertEquals(null, said(here, "10.39.16.1", "", "", null));
        assertEquals(
                Kind.TOO_MANY,
                here.rules
                        .add(rule(Action.DENY, "11.0.0.0/8", null, null, null, null), LAST, v -> true)
                        .kind());
    }
}
