package dev.turnkeeper.account;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import org.jspecify.annotations.Nullable;

/**
 * Stands before {@link ManagementLogin} in the container, so that only the management paths come to it: even to find it,
 * the container looks into JNDI and CDI twice a request, which is a seventh of what a poll costs. On all other paths
 * credentials are not looked at, since a bad {@code Authorization} there (a shop's own, say) must not turn into a 401. A
 * management path that is written so that it is not recognised here stays without a login, and so without a role.
 */
final class LoginOnDemand implements ServerAuthModule {

    private static final String LAYER = "HttpServlet";

    private final AuthConfigProvider container;
    private final String application;
    private @Nullable ServerAuthContext login;

    private LoginOnDemand(AuthConfigProvider container, String application) {
        this.container = container;
        this.application = application;
    }

    /** Puts this module before the one that the container has registered by now for the application's own login. */
    @WebListener
    public static final class Registration implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServletContext context = event.getServletContext();
            String application = context.getVirtualServerName() + " " + context.getContextPath();
            AuthConfigFactory factory = AuthConfigFactory.getFactory();
            AuthConfigProvider container = Objects.requireNonNull(
                    factory.getConfigProvider(LAYER, application, null), "the container knows no login");
            factory.registerServerAuthModule(new LoginOnDemand(container, application), context);
        }
    }

    @Override
    public void initialize(
            MessagePolicy requestPolicy,
            MessagePolicy responsePolicy,
            CallbackHandler handler,
            Map<String, Object> options)
            throws AuthException {
        ServerAuthConfig config = container.getServerAuthConfig(LAYER, application, handler);
        login = config.getAuthContext(LAYER, null, new HashMap<>());
    }

    @Override
    public Class<?>[] getSupportedMessageTypes() {
        return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
    }

    @Override
    public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service) throws AuthException {
        return isManagement(message) ? login().validateRequest(message, client, service) : AuthStatus.SUCCESS;
    }

    @Override
    public AuthStatus secureResponse(MessageInfo message, Subject service) throws AuthException {
        return isManagement(message) ? login().secureResponse(message, service) : AuthStatus.SEND_SUCCESS;
    }

    @Override
    public void cleanSubject(MessageInfo message, Subject subject) throws AuthException {
        login().cleanSubject(message, subject);
    }

    private ServerAuthContext login() {
        return Objects.requireNonNull(login, "not initialized");
    }

    private static boolean isManagement(MessageInfo message) {
        String path = ((HttpServletRequest) message.getRequestMessage()).getRequestURI();
        return path.startsWith("/api/v1/admin/") || path.equals("/api/v1/admin") || path.startsWith("/api/v1/stats/");
    }
}
