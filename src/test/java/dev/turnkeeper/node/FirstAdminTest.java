package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.account.Account;
import dev.turnkeeper.account.Accounts;
import dev.turnkeeper.account.Passwords;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.SharedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdminTest {

    private static final Passwords PASSWORDS = new Passwords(new Pbkdf2PasswordHashImpl());

    private final InMemoryGrid grid = new InMemoryGrid();
    private final Accounts accounts = accounts(grid.member());

    @TempDir
    private Path folder;

    @TempDir
    private Path otherFolder;

    @Test
    void madeUpPassword_isInAFileForTheOwnerAlone_untilItIsChanged() throws IOException {
        FirstAdmin first = new FirstAdmin(accounts, PASSWORDS, Optional.empty(), folder);
        assertTrue(first.plant());
        Path file = folder.resolve("first-admin");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String password = Files.readString(file).strip();
        assertTrue(password.length() >= 20);
        Optional<Account> admin = accounts.find("admin");
        assertEquals(Optional.of(true), PASSWORDS.verify(password, admin));
        assertTrue(admin.orElseThrow().mustChange());

        assertTrue(first.plant(), "a later start");
        assertEquals(password, Files.readString(file).strip());
        accounts.change("admin", Optional.empty(), PASSWORDS.hash("my own password"), false);
        first.tidy();
        assertFalse(Files.exists(file));
    }

    @Test
    void configuredPassword_isInNoFile() throws IOException {
        assertTrue(new FirstAdmin(accounts, PASSWORDS, Optional.of("as configured"), folder).plant());
        assertEquals(Optional.of(true), PASSWORDS.verify("as configured", accounts.find("admin")));
        assertTrue(accounts.find("admin").orElseThrow().mustChange());
        assertFalse(Files.exists(folder.resolve("first-admin")));
    }

    @Test
    void otherNode_makesNone_andLeavesNoFile() throws IOException {
        Accounts there = accounts(grid.member());
        new FirstAdmin(accounts, PASSWORDS, Optional.empty(), folder).plant();
        Files.writeString(otherFolder.resolve("first-admin"), "of another grid\n");
        assertTrue(new FirstAdmin(there, PASSWORDS, Optional.empty(), otherFolder).plant());
        assertEquals(1, there.all().size());
        assertFalse(Files.exists(otherFolder.resolve("first-admin")), "it told what counts no longer");
        assertTrue(Files.exists(folder.resolve("first-admin")));
    }

    private static Accounts accounts(InMemoryGrid.InMemoryState member) {
        return Accounts.of(
                SharedValue.of("accounts", member.registers(), member.replicated("shared")), InstantSource.system());
    }
}
