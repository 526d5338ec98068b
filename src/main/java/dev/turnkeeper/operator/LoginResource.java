package dev.turnkeeper.operator;

import dev.turnkeeper.account.Account;
import dev.turnkeeper.account.ManagementLogin;
import dev.turnkeeper.account.ManagementTokens;
import dev.turnkeeper.account.SignIn;
import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** From a name and a password to a token for the management API. */
@Dependent
@Path("login")
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {

    private static final List<String> FIELDS = List.of("name", "password");
    private static final int LONGEST = 256;

    private final SignIn signIn;
    private final ManagementTokens tokens;
    private final Callers callers;

    @Inject
    LoginResource(SignIn signIn, ManagementTokens tokens, Callers callers) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.callers = callers;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Log in with name and password",
            description =
                    "The token goes into Authorization: Bearer, and lives half an hour. With mustChangePassword it"
                            + " opens nothing but PATCH /api/v1/admin/accounts/{name}. Wrong guesses have to wait ever longer")
    public Response login(@Context HttpServletRequest request, InputStream body) throws IOException {
        BodyFields fields = new BodyFields(Json.object(body), FIELDS);
        String name = fields.needText("name", LoginResource::isShort, "must have at most " + LONGEST + " characters");
        String password =
                fields.needText("password", LoginResource::isShort, "must have at most " + LONGEST + " characters");
        fields.check();
        SignIn.Answer answer =
                signIn.in(name, password, callers.of(request).address().network());
        return switch (answer.kind()) {
            case IN -> in(answer.account().orElseThrow(), answer.token().orElseThrow());
            case WRONG ->
                throw ProblemException.typed(
                                401,
                                "wrong-login",
                                "The login is wrong",
                                "There is no account of this name and password")
                        .with("WWW-Authenticate", "Bearer realm=\"turnkeeper\"");
            case WAIT -> throw tooManyGuesses(answer.pause());
            case BUSY -> throw AccountProblems.busy();
        };
    }

    @POST
    @Path("renew")
    @PermitAll
    @Operation(
            summary = "Go on with a login that has not ended yet",
            description =
                    "Send its token in Authorization: Bearer; the answer is as of a login, with a later token. Half a day"
                            + " after the password was given, it has to be given again")
    public Response renew(@Context HttpServletRequest request) {
        ManagementTokens.Renewed renewed = ManagementLogin.bearer(request)
                .flatMap(tokens::renew)
                .orElseThrow(() -> ProblemException.typed(
                                401,
                                "login-over",
                                "The login is over",
                                "This needs the token of a login that still counts, of the last twelve hours: log in again")
                        .with("WWW-Authenticate", "Bearer realm=\"turnkeeper\""));
        return in(renewed.account(), renewed.token());
    }

    private static Response in(Account account, ManagementTokens.Token token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("token", token.text());
        fields.put("expiresAt", token.expiresAt().toString());
        fields.put("roles", List.copyOf(account.sortedRoles()));
        fields.put("mustChangePassword", account.mustChange());
        return Response.ok(Json.bytes(fields)).build();
    }

    static ProblemException tooManyGuesses(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return ProblemException.typed(
                        429,
                        "too-many-guesses",
                        "Too many wrong passwords",
                        "Too many wrong passwords came from your address: try again in " + seconds
                                + " s; this password was not looked at")
                .with("Retry-After", String.valueOf(seconds));
    }

    private static boolean isShort(String text) {
        return text.length() <= LONGEST && text.indexOf('\n') < 0;
    }
}
