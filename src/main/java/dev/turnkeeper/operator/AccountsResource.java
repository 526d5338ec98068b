package dev.turnkeeper.operator;

import dev.turnkeeper.account.Account;
import dev.turnkeeper.account.AccountChange;
import dev.turnkeeper.account.Accounts;
import dev.turnkeeper.account.Passwords;
import dev.turnkeeper.account.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Who may log in. */
@Dependent
@Path("admin/accounts")
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {

    private static final List<String> FIELDS = List.of("name", "password", "roles");

    private final Accounts accounts;
    private final Passwords passwords;
    private final Trail trail;

    @Inject
    AccountsResource(Accounts accounts, Passwords passwords, Trail trail) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.trail = trail;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "All accounts, by name, without their passwords")
    public Response list() {
        return Response.ok(Json.bytes(
                        accounts.all().stream().map(AccountFields::written).toList()))
                .build();
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make an account; name, password and roles are required")
    public Response create(@Context UriInfo uri, InputStream body) throws IOException {
        BodyFields fields = new BodyFields(Json.object(body), FIELDS);
        String name = AccountFields.needName(fields);
        Optional<String> password = AccountFields.needPassword(fields);
        Optional<Set<String>> roles = AccountFields.needRoles(fields);
        fields.check();
        String hash = AccountProblems.inTime(passwords.hash(password.orElseThrow()));
        AccountChange change = AccountProblems.done(accounts.create(name, roles.orElseThrow(), hash, false), name);
        Account account = trail.account("create", change, false).after().orElseThrow();
        return Response.status(Response.Status.CREATED)
                .entity(Json.bytes(AccountFields.written(account)))
                .location(uri.getAbsolutePathBuilder().path(name).build())
                .build();
    }
}
