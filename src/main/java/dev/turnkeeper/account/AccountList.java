package dev.turnkeeper.account;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All accounts at one moment, by name.
 *
 * @param lastStamp the highest stamp that was ever given
 */
record AccountList(SortedMap<String, Account> accounts, long lastStamp) {

    static final AccountList EMPTY = new AccountList(new TreeMap<>(), 0);

    private static final int FORMAT = 1;

    AccountList {
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
    }

    Optional<Account> find(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** @param account of this list's next stamp, or of one given before */
    AccountList with(Account account) {
        TreeMap<String, Account> all = new TreeMap<>(accounts);
        all.put(account.name(), account);
        return new AccountList(all, Math.max(lastStamp, account.stamp()));
    }

    AccountList without(String name) {
        TreeMap<String, Account> all = new TreeMap<>(accounts);
        all.remove(name);
        return new AccountList(all, lastStamp);
    }

    long nextStamp() {
        return lastStamp + 1;
    }

    boolean hasAdmin() {
        return accounts.values().stream().anyMatch(Account::isAdmin);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(lastStamp);
            out.writeShort(accounts.size());
            for (Account account : accounts.values()) {
                out.writeUTF(account.name());
                Stored.writeTexts(account.sortedRoles(), out);
                out.writeUTF(account.hash());
                out.writeLong(account.stamp());
                out.writeBoolean(account.mustChange());
                out.writeLong(account.createdAt().getEpochSecond());
                out.writeLong(account.changedAt().getEpochSecond());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are no list of this version */
    static AccountList ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Stored.need("accounts", FORMAT, in.readUnsignedByte());
            long lastStamp = in.readLong();
            Map<String, Account> accounts = new TreeMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                Account account = new Account(
                        in.readUTF(),
                        Stored.readTexts(in),
                        in.readUTF(),
                        in.readLong(),
                        in.readBoolean(),
                        Instant.ofEpochSecond(in.readLong()),
                        Instant.ofEpochSecond(in.readLong()));
                accounts.put(account.name(), account);
            }
            return new AccountList(new TreeMap<>(accounts), lastStamp);
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of the accounts are broken", broken);
        }
    }
}
