package dev.turnkeeper.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.state.InMemoryGrid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private final InMemoryGrid grid = new InMemoryGrid();
    private final Desk.Time time = new Desk.Time();
    private final Accounts here = new Desk(grid.member(), time).accounts;
    private final Accounts there = new Desk(grid.member(), time).accounts;

    @Test
    void firstAdmin_isMadeOnce() {
        assertEquals(
                AccountChange.Kind.DONE, here.createFirst("admin", Desk.HASH).kind());
        assertEquals(
                AccountChange.Kind.EXISTS, there.createFirst("other", Desk.HASH).kind());
        assertEquals(1, here.all().size());
        Account admin = there.find("admin").orElseThrow();
        assertEquals(Set.of(Roles.ADMIN), admin.roles());
        assertTrue(admin.mustChange());
    }

    @Test
    void account_isKnownEverywhere_untilItIsDeleted() {
        here.createFirst("admin", Desk.HASH);
        assertEquals(
                AccountChange.Kind.DONE,
                here.create("kim", Set.of(Roles.VIEWER, Roles.STATS), Desk.HASH, false)
                        .kind());
        assertEquals(
                List.of("stats", "viewer"),
                List.copyOf(there.find("kim").orElseThrow().sortedRoles()));
        assertEquals(
                AccountChange.Kind.EXISTS,
                there.create("kim", Set.of(Roles.ADMIN), Desk.HASH, false).kind());
        assertEquals(AccountChange.Kind.DONE, there.delete("kim").kind());
        assertEquals(Optional.empty(), here.find("kim"));
        assertEquals(AccountChange.Kind.NO_SUCH_ACCOUNT, here.delete("kim").kind());
        assertEquals(
                AccountChange.Kind.NO_SUCH_ACCOUNT,
                here.change("kim", Optional.of(Set.of(Roles.ADMIN)), Optional.empty(), false)
                        .kind());
    }

    @Test
    void lastAdmin_staysAnAdmin() {
        here.createFirst("admin", Desk.HASH);
        here.create("kim", Set.of(Roles.OPERATOR), Desk.HASH, false);
        assertEquals(AccountChange.Kind.LAST_ADMIN, here.delete("admin").kind());
        assertEquals(
                AccountChange.Kind.LAST_ADMIN,
                here.change("admin", Optional.of(Set.of(Roles.VIEWER)), Optional.empty(), false)
                        .kind());
        here.change("kim", Optional.of(Set.of(Roles.ADMIN)), Optional.empty(), false);
        assertEquals(AccountChange.Kind.DONE, here.delete("admin").kind());
        assertEquals(AccountChange.Kind.LAST_ADMIN, here.delete("kim").kind());
    }

    @Test
    void stamp_neverComesAgain() {
        here.createFirst("admin", Desk.HASH);
        here.create("kim", Set.of(Roles.VIEWER), Desk.HASH, false);
        long first = here.find("kim").orElseThrow().stamp();
        here.delete("kim");
        here.create("kim", Set.of(Roles.VIEWER), Desk.HASH, false);
        assertNotEquals(first, here.find("kim").orElseThrow().stamp());
    }

    @Test
    void newPassword_ofOneself_needsNoOtherChange() {
        here.createFirst("admin", Desk.HASH);
        here.change("admin", Optional.empty(), Optional.of("other"), false);
        Account admin = here.find("admin").orElseThrow();
        assertFalse(admin.mustChange());
        assertEquals("other", admin.hash());
        here.change("admin", Optional.empty(), Optional.of("another"), true);
        assertTrue(here.find("admin").orElseThrow().mustChange());
        here.change("admin", Optional.of(Set.of(Roles.ADMIN, Roles.STATS)), Optional.empty(), false);
        assertTrue(here.find("admin").orElseThrow().mustChange(), "roles are no password");
    }

    @Test
    void moreThanThereMayBe_areRefused() {
        here.createFirst("admin", Desk.HASH);
        for (int i = 1; i < Accounts.MOST; i++) {
            assertEquals(
                    AccountChange.Kind.DONE,
                    here.create("a" + i, Set.of(Roles.STATS), "hash", false).kind());
        }
        assertEquals(
                AccountChange.Kind.TOO_MANY,
                here.create("more", Set.of(Roles.STATS), "hash", false).kind());
        assertEquals(Accounts.MOST, there.all().size());
    }

    @Test
    void roles_areTheFour() {
        assertTrue(Accounts.areRoles(List.of("stats", "viewer", "operator", "admin")));
        assertFalse(Accounts.areRoles(List.of()));
        assertFalse(Accounts.areRoles(List.of("admin", "root")));
        assertFalse(Accounts.areRoles(List.of(Roles.FIRST_LOGIN)));
    }

    @Test
    void words_showNoHash() {
        here.createFirst("admin", Desk.HASH);
        assertFalse(here.find("admin").orElseThrow().toString().contains(Desk.HASH));
    }
}
