package dev.turnkeeper.node;

import dev.turnkeeper.account.Account;
import dev.turnkeeper.account.AccountChange;
import dev.turnkeeper.account.Accounts;
import dev.turnkeeper.account.Passwords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The account that a grid begins with. Its password comes from the settings, or is made up and written to a file of the
 * data folder, which goes as soon as it no longer tells the truth.
 */
final class FirstAdmin {

    static final String NAME = "admin";
    static final String FILE = "first-admin";

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");
    private static final int RANDOM_BYTES = 15;

    private final Accounts accounts;
    private final Passwords passwords;
    private final Optional<String> configured;
    private final Path file;

    /** @param configured the password that the operator chose; empty: it is made up */
    FirstAdmin(Accounts accounts, Passwords passwords, Optional<String> configured, Path dataFolder) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.configured = configured;
        this.file = dataFolder.resolve(FILE);
    }

    /** Makes it where the grid has no account; false where the grid gave no answer, so that it is to be tried again. */
    boolean plant() {
        if (!accounts.learn()) {
            return false;
        }
        if (accounts.all().isEmpty()) {
            boolean known = configured.isPresent() ? create(configured.get()) : createWithFile();
            if (!known) {
                return false;
            }
        }
        tidy();
        return true;
    }

    /** Takes the file away once nobody can log in with what it says. */
    void tidy() {
        if (!Files.exists(file) || isTrue()) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            LOG.warning(() -> file + " holds a password that counts no longer, and cannot be deleted: " + kept);
        }
    }

    private boolean isTrue() {
        Optional<Account> first = accounts.find(NAME).filter(Account::mustChange);
        try {
            return first.isPresent()
                    && passwords.verify(Files.readString(file).strip(), first).orElse(true);
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean createWithFile() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, password + "\n", StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the first admin's password cannot be written to " + file, unwritable);
        }
        boolean known = create(password);
        if (known && Files.exists(file) && isTrue()) {
            LOG.info(() -> "the first account is " + NAME + "; its password is in " + file
                    + " until it is changed, at the first login");
        }
        return known;
    }

    private boolean create(String password) {
        Optional<String> hash = passwords.hash(password);
        return hash.isPresent() && accounts.createFirst(NAME, hash.get()).kind() != AccountChange.Kind.NO_MAJORITY;
    }
}
