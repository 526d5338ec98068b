package dev.turnkeeper.account;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, for the management paths: an API key, else a token of this grid, else Payara's own check of a MicroProfile JWT
 * of whichever issuer its settings name. {@link LoginOnDemand} keeps all other paths away.
 */
@Alternative
@Priority(100)
@ApplicationScoped
public class ManagementLogin implements HttpAuthenticationMechanism {

    private static final String KEY_HEADER = "X-Api-Key";
    private static final String BEARER = "Bearer ";

    private final AdminKey adminKey;
    private final @Nullable ApiKeys keys;
    private final @Nullable ManagementTokens ours;
    private final @Nullable BeanManager beans;
    private volatile @Nullable HttpAuthenticationMechanism tokens;

    /** For the container's proxy alone. */
    protected ManagementLogin() {
        this.adminKey = new AdminKey(Optional.empty());
        this.keys = null;
        this.ours = null;
        this.beans = null;
    }

    @Inject
    ManagementLogin(Config config, ApiKeys keys, ManagementTokens ours, BeanManager beans) {
        this.adminKey = new AdminKey(ConfiguredSecret.read(config, "turnkeeper.admin-key"));
        this.keys = keys;
        this.ours = ours;
        this.beans = beans;
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        String key = request.getHeader(KEY_HEADER);
        if (key != null) {
            return byKey(key, request, context);
        }
        Optional<String> token = bearer(request);
        ManagementTokens known = Objects.requireNonNull(ours);
        if (token.filter(known::isOurs).isEmpty()) {
            return tokens().validateRequest(request, response, context);
        }
        Optional<Account> account = known.check(token.get());
        if (account.isEmpty()) {
            return context.responseUnauthorized();
        }
        boolean mustChange = account.get().mustChange();
        return in(
                new Who(account.get().name(), Who.Kind.ACCOUNT, mustChange, Set.of()),
                mustChange ? Set.of(Roles.FIRST_LOGIN) : account.get().roles(),
                () -> known.check(token.get()).isPresent(),
                request,
                context);
    }

    private AuthenticationStatus byKey(String key, HttpServletRequest request, HttpMessageContext context) {
        if (adminKey.is(key)) {
            Who who = new Who("admin-key", Who.Kind.ADMIN_KEY, false, Set.of());
            return in(who, Set.of(Roles.ADMIN), () -> true, request, context);
        }
        ApiKeys all = Objects.requireNonNull(keys);
        Optional<ApiKey> known = all.check(key);
        if (known.isEmpty()) {
            return context.responseUnauthorized();
        }
        Who who = new Who(
                "api-key " + known.get().id(),
                Who.Kind.API_KEY,
                false,
                known.get().rooms());
        return in(who, known.get().roles(), () -> all.check(key).equals(known), request, context);
    }

    private static AuthenticationStatus in(
            Who who,
            Set<String> roles,
            BooleanSupplier counts,
            HttpServletRequest request,
            HttpMessageContext context) {
        who.note(request, counts);
        return context.notifyContainerAboutLogin(who.name(), roles);
    }

    /** The token that a request brings, whosever it is. */
    public static Optional<String> bearer(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private HttpAuthenticationMechanism tokens() {
        HttpAuthenticationMechanism known = tokens;
        if (known != null) {
            return known;
        }
        BeanManager manager = Objects.requireNonNull(beans);
        for (Bean<?> bean : manager.getBeans(HttpAuthenticationMechanism.class, Any.Literal.INSTANCE)) {
            if (bean.getBeanClass() != ManagementLogin.class) {
                known = (HttpAuthenticationMechanism) manager.getReference(
                        bean, HttpAuthenticationMechanism.class, manager.createCreationalContext(bean));
            }
        }
        HttpAuthenticationMechanism found =
                Objects.requireNonNull(known, "Payara's mechanism for JWTs is not there: is @LoginConfig gone?");
        tokens = found;
        return found;
    }
}
