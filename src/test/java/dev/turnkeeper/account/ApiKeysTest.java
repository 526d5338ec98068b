package dev.turnkeeper.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.state.InMemoryGrid;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private final InMemoryGrid grid = new InMemoryGrid();
    private final InMemoryGrid.InMemoryState member = grid.member();
    private final Desk.Time time = new Desk.Time();
    private final ApiKeys here = of(member);
    private final ApiKeys there = of(grid.member());

    @Test
    void key_opensOnEveryNode_untilItEnds() {
        ApiKeys.Change made = make("for the shop", Set.of("shop"));
        String text = made.text().orElseThrow();
        ApiKey key = there.check(text).orElseThrow();
        assertEquals("for the shop", key.name());
        assertEquals(Set.of(Roles.OPERATOR), key.roles());
        assertEquals(Set.of("shop"), key.rooms());
        assertEquals("kim", key.createdBy());
        assertEquals(made.after(), Optional.of(key));
        time.pass(Duration.ofHours(1).minusSeconds(1));
        assertTrue(there.check(text).isPresent());
        time.pass(Duration.ofSeconds(1));
        assertFalse(there.check(text).isPresent());
        assertEquals(1, here.all().size(), "an expired key is still shown");
    }

    @Test
    void secret_isStoredNowhere() {
        String text = make("a", Set.of()).text().orElseThrow();
        String secret = text.substring(text.indexOf('_', 3) + 1);
        byte[] stored = Desk.shared(member, "api-keys").get().orElseThrow();
        assertFalse(new String(stored, StandardCharsets.ISO_8859_1).contains(secret));
        assertFalse(here.all().iterator().next().toString().contains(secret));
        assertNotEquals(text, make("a", Set.of()).text().orElseThrow());
    }

    @Test
    void wrongKeys_openNothing() {
        String text = make("a", Set.of()).text().orElseThrow();
        String other = make("b", Set.of()).text().orElseThrow();
        int end = text.indexOf('_', 3) + 1;
        for (String wrong : List.of(
                "",
                "tk_",
                "tk__",
                text.substring(0, end),
                text.substring(0, text.length() - 1),
                text + "x",
                text.substring(0, end) + other.substring(end),
                text.substring(3),
                here.all().iterator().next().digest(),
                "x".repeat(1_000))) {
            assertFalse(here.check(wrong).isPresent(), wrong);
        }
    }

    @Test
    void change_keepsTheKey_andDeletingEndsIt() {
        ApiKeys.Change made = make("a", Set.of());
        String id = made.after().orElseThrow().id();
        String text = made.text().orElseThrow();
        Instant later = time.instant().plus(Duration.ofDays(2));
        ApiKeys.Change changed = there.change(
                id,
                key -> new ApiKey(
                        key.id(),
                        "b",
                        Set.of(Roles.STATS),
                        Set.of("shop"),
                        key.digest(),
                        key.createdAt(),
                        later,
                        key.createdBy()));
        assertEquals(ApiKeys.Kind.DONE, changed.kind());
        assertEquals(Set.of(Roles.STATS), here.check(text).orElseThrow().roles());
        assertEquals(ApiKeys.Kind.DONE, here.delete(id).kind());
        assertFalse(there.check(text).isPresent());
        assertEquals(ApiKeys.Kind.NO_SUCH_KEY, there.delete(id).kind());
        assertEquals(ApiKeys.Kind.NO_SUCH_KEY, there.change(id, key -> key).kind());
    }

    @Test
    void moreThanThereMayBe_areRefused() {
        for (int i = 0; i < ApiKeys.MOST; i++) {
            assertEquals(ApiKeys.Kind.DONE, make("a" + i, Set.of()).kind());
        }
        assertEquals(ApiKeys.Kind.TOO_MANY, make("more", Set.of()).kind());
    }

    private ApiKeys.Change make(String name, Set<String> rooms) {
        return here.create(name, Set.of(Roles.OPERATOR), rooms, time.instant().plus(Duration.ofHours(1)), "kim");
    }

    private ApiKeys of(InMemoryGrid.InMemoryState state) {
        return ApiKeys.of(Desk.shared(state, "api-keys"), new SecureRandom(), time);
    }
}
