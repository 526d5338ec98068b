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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, for the management paths: an API key, else Payara's own MicroProfile JWT. {@link LoginOnDemand} keeps all other
 * paths away.
 */
@Alternative
@Priority(100)
@ApplicationScoped
public class ManagementLogin implements HttpAuthenticationMechanism {

    private static final String KEY_HEADER = "X-Api-Key";

    private final AdminKey adminKey;
    private final @Nullable BeanManager beans;
    private volatile @Nullable HttpAuthenticationMechanism tokens;

    /** For the container's proxy alone. */
    protected ManagementLogin() {
        this.adminKey = new AdminKey(Optional.empty());
        this.beans = null;
    }

    @Inject
    ManagementLogin(Config config, BeanManager beans) {
        this.adminKey = new AdminKey(configured(config));
        this.beans = beans;
    }

    private static Optional<String> configured(Config config) {
        Optional<String> key = config.getOptionalValue("turnkeeper.admin-key", String.class);
        Optional<String> file = config.getOptionalValue("turnkeeper.admin-key-file", String.class);
        if (key.isPresent() || file.isEmpty()) {
            return key;
        }
        try {
            return Optional.of(Files.readString(Path.of(file.get())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "TURNKEEPER_ADMIN_KEY_FILE names " + file.get() + ", which cannot be read", unreadable);
        }
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        String key = request.getHeader(KEY_HEADER);
        if (key == null) {
            return tokens().validateRequest(request, response, context);
        }
        return adminKey.is(key)
                ? context.notifyContainerAboutLogin("admin-key", Set.of(Roles.ADMIN))
                : context.responseUnauthorized();
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
