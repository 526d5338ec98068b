package dev.turnkeeper.operator;

import dev.turnkeeper.account.Account;
import dev.turnkeeper.account.AccountChange;
import dev.turnkeeper.account.Accounts;
import dev.turnkeeper.account.Guesses;
import dev.turnkeeper.account.Passwords;
import dev.turnkeeper.account.Roles;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** One account. */
@Dependent
@Path("admin/accounts/{name}")
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {

    private static final List<String> FIELDS = List.of("password", "currentPassword", "roles");

    private final Accounts accounts;
    private final Passwords passwords;
    private final Guesses guesses;
    private final Trail trail;

    @Inject
    AccountResource(Accounts accounts, Passwords passwords, Guesses guesses, Trail trail) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.guesses = guesses;
        this.trail = trail;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "An account, without its password")
    public Response read(@PathParam("name") String name) {
        return Response.ok(Json.bytes(AccountFields.written(known(name)))).build();
    }

    @PATCH
    @RolesAllowed({Roles.STATS, Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN, Roles.FIRST_LOGIN})
    @Consumes({Json.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Change an account's password or roles, which ends its logins",
            description = "An admin may change any account; whoever logged in with a password, that password of their"
                    + " own, together with currentPassword")
    public Response change(@PathParam("name") String name, @Context HttpServletRequest request, InputStream body)
            throws IOException {
        Who who = Who.of(request).orElseThrow();
        boolean own = who.kind() == Who.Kind.ACCOUNT && who.name().equals(name);
        boolean admin = request.isUserInRole(Roles.ADMIN);
        if (!own && !admin) {
            throw ProblemException.of(
                    403, "This login may change its own password only: others' are changed by an admin");
        }
        BodyFields fields = new BodyFields(Json.object(body), FIELDS);
        Optional<String> password = AccountFields.password(fields, "password");
        Optional<String> current = fields.text("currentPassword", text -> true, "must be the password as it is now");
        Optional<Set<String>> roles = AccountFields.roles(fields);
        if (!admin && roles.isPresent()) {
            fields.wrong("roles", "are given by an admin: leave them out");
        }
        if (password.isEmpty() && roles.isEmpty()) {
            fields.wrong("password", "is required, or roles: nothing else can be changed");
        }
        fields.check();
        Account account = known(name);
        if (own) {
            checkOwn(who, admin, account, current, password);
        }
        Optional<String> hash = password.map(text -> AccountProblems.inTime(passwords.hash(text)));
        AccountChange change = AccountProblems.done(accounts.change(name, roles, hash, !own), name);
        Account after =
                trail.account("change", change, hash.isPresent()).after().orElseThrow();
        return Response.ok(Json.bytes(AccountFields.written(after))).build();
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Delete an account, which ends its logins")
    public Response delete(@PathParam("name") String name) {
        trail.account("delete", AccountProblems.done(accounts.delete(name), name), false);
        return Response.noContent().build();
    }

    /** Whoever took somebody's open login must not be able to keep it. */
    private void checkOwn(
            Who who, boolean admin, Account account, Optional<String> current, Optional<String> password) {
        if (password.isEmpty()) {
            return;
        }
        if (current.isEmpty() && !admin && !who.mustChange()) {
            throw ProblemException.badInput("currentPassword", "is required to change one's own password");
        }
        if (current.isPresent()) {
            checkCurrent(account, current.get());
        }
        if (who.mustChange() && AccountProblems.inTime(passwords.verify(password.get(), Optional.of(account)))) {
            throw ProblemException.badInput("password", "must be another one than before");
        }
    }

    private void checkCurrent(Account account, String current) {
        // Counted apart from logins: who guesses here has a token already.
        String place = "own " + account.name();
        guesses.begin(place, account.name()).ifPresent(wait -> {
            throw LoginResource.tooManyGuesses(wait);
        });
        if (!AccountProblems.inTime(passwords.verify(current, Optional.of(account)))) {
            throw ProblemException.badInput("currentPassword", "is not the password as it is now");
        }
        guesses.right(place, account.name());
    }

    private Account known(String name) {
        return accounts.find(name).orElseThrow(AccountProblems::noSuchAccount);
    }
}
