package dev.turnkeeper.account;

import dev.turnkeeper.state.SharedValue;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The accounts of the whole grid. Reads are local; a change waits for the register, up to some seconds. */
public final class Accounts {

    /** So that the one value they are stored in stays small. */
    static final int MOST = 1_000;

    private final SharedValue shared;
    private final InstantSource clock;
    private final AtomicReference<AccountList> list = new AtomicReference<>(AccountList.EMPTY);

    private Accounts(SharedValue shared, InstantSource clock) {
        this.shared = shared;
        this.clock = clock;
    }

    public static Accounts of(SharedValue shared, InstantSource clock) {
        Accounts accounts = new Accounts(shared, clock);
        shared.listen(accounts::read);
        accounts.read();
        return accounts;
    }

    /** By name. */
    public Collection<Account> all() {
        return now().accounts().values();
    }

    public Optional<Account> find(String name) {
        return now().find(name);
    }

    /** @param hash of the password, made by {@link Passwords} */
    public AccountChange create(String name, Set<String> roles, String hash, boolean mustChange) {
        return change(known -> {
            if (known.find(name).isPresent()) {
                return Step.refused(AccountChange.Kind.EXISTS);
            }
            return make(known, name, roles, hash, mustChange);
        });
    }

    /** The grid's first account, role admin; EXISTS where there is any. */
    public AccountChange createFirst(String name, String hash) {
        return change(known -> known.accounts().isEmpty()
                ? make(known, name, Set.of(Roles.ADMIN), hash, true)
                : Step.refused(AccountChange.Kind.EXISTS));
    }

    /**
     * Ends the account's logins.
     *
     * @param roles empty: as they are
     * @param hash of the new password; empty: as it is
     * @param mustChange whether that password is to be changed at the next login; of no meaning without one
     */
    public AccountChange change(String name, Optional<Set<String>> roles, Optional<String> hash, boolean mustChange) {
        return change(known -> {
            Optional<Account> found = known.find(name);
            if (found.isEmpty()) {
                return Step.refused(AccountChange.Kind.NO_SUCH_ACCOUNT);
            }
            Account was = found.get();
            Account account = new Account(
                    name,
                    roles.orElse(was.roles()),
                    hash.orElse(was.hash()),
                    known.nextStamp(),
                    hash.isPresent() ? mustChange : was.mustChange(),
                    was.createdAt(),
                    now(clock));
            return Step.to(known.with(account), found, Optional.of(account));
        });
    }

    /** Ends its logins too. */
    public AccountChange delete(String name) {
        return change(known -> {
            Optional<Account> found = known.find(name);
            return found.isEmpty()
                    ? Step.refused(AccountChange.Kind.NO_SUCH_ACCOUNT)
                    : Step.to(known.without(name), found, Optional.empty());
        });
    }

    /** Reads what the grid has; false where it gave no answer. */
    public boolean learn() {
        return shared.learn();
    }

    /** Told of every change from now on, of all nodes; any thread. */
    public void listen(Runnable listener) {
        shared.listen(listener);
    }

    private Step make(AccountList known, String name, Set<String> roles, String hash, boolean mustChange) {
        if (known.accounts().size() >= MOST) {
            return Step.refused(AccountChange.Kind.TOO_MANY);
        }
        Account account = new Account(name, roles, hash, known.nextStamp(), mustChange, now(clock), now(clock));
        return Step.to(known.with(account), Optional.empty(), Optional.of(account));
    }

    private AccountChange change(Function<AccountList, Step> change) {
        AtomicReference<Step> last = new AtomicReference<>(Step.refused(AccountChange.Kind.NO_MAJORITY));
        SharedValue.Outcome outcome = shared.change(bytes -> {
            AccountList known = bytes.map(AccountList::ofBytes).orElse(AccountList.EMPTY);
            Step step = change.apply(known);
            if (step.next.isPresent() && known.hasAdmin() && !step.next.get().hasAdmin()) {
                step = Step.refused(AccountChange.Kind.LAST_ADMIN);
            }
            last.set(step);
            return step.next.map(AccountList::toBytes);
        });
        return outcome == SharedValue.Outcome.NO_MAJORITY
                ? AccountChange.none(AccountChange.Kind.NO_MAJORITY)
                : Objects.requireNonNull(last.get()).change;
    }

    private void read() {
        shared.get().map(AccountList::ofBytes).ifPresent(list::set);
    }

    private AccountList now() {
        return Objects.requireNonNull(list.get());
    }

    private static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** @param roles as somebody wrote them */
    public static boolean areRoles(Collection<String> roles) {
        return !roles.isEmpty()
                && List.of(Roles.STATS, Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN)
                        .containsAll(roles);
    }

    private record Step(Optional<AccountList> next, AccountChange change) {

        static Step refused(AccountChange.Kind kind) {
            return new Step(Optional.empty(), AccountChange.none(kind));
        }

        static Step to(AccountList next, Optional<Account> before, Optional<Account> after) {
            return new Step(Optional.of(next), new AccountChange(AccountChange.Kind.DONE, before, after));
        }
    }
}
