package dev.turnkeeper.node;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.operator.AccessRulesResource;
import dev.turnkeeper.operator.AccountResource;
import dev.turnkeeper.operator.AccountsResource;
import dev.turnkeeper.operator.ApiKeysResource;
import dev.turnkeeper.operator.AuditResource;
import dev.turnkeeper.operator.BlocksResource;
import dev.turnkeeper.operator.EmergencyResource;
import dev.turnkeeper.operator.FirstLoginFilter;
import dev.turnkeeper.operator.GridResource;
import dev.turnkeeper.operator.KeysResource;
import dev.turnkeeper.operator.LoginResource;
import dev.turnkeeper.operator.ReasonFilter;
import dev.turnkeeper.operator.RoomMessageResource;
import dev.turnkeeper.operator.RoomResetResource;
import dev.turnkeeper.operator.RoomResource;
import dev.turnkeeper.operator.RoomScheduleResource;
import dev.turnkeeper.operator.RoomServingResource;
import dev.turnkeeper.operator.RoomStateResource;
import dev.turnkeeper.operator.RoomsResource;
import dev.turnkeeper.operator.RouteTestResource;
import dev.turnkeeper.operator.ScopeFilter;
import dev.turnkeeper.operator.VisitorsResource;
import dev.turnkeeper.operator.WebhookResource;
import dev.turnkeeper.operator.WebhooksResource;
import dev.turnkeeper.problem.NoStoreFilter;
import dev.turnkeeper.problem.ProblemMapper;
import dev.turnkeeper.report.StatisticsResource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/** Everything that speaks JAX-RS lives below {@code /api/v1}. */
@ApplicationScoped // else Payara does not see @LoginConfig: only beans are searched for it
@ApplicationPath("/api/v1")
@LoginConfig(authMethod = "MP-JWT", realmName = "turnkeeper")
@DeclareRoles({Roles.STATS, Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN, Roles.FIRST_LOGIN})
public class TurnkeeperApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                RoomsResource.class,
                RoomResource.class,
                RoomStateResource.class,
                RoomResetResource.class,
                RoomServingResource.class,
                RoomScheduleResource.class,
                RoomMessageResource.class,
                RouteTestResource.class,
                VisitorsResource.class,
                EmergencyResource.class,
                AccessRulesResource.class,
                BlocksResource.class,
                GridResource.class,
                KeysResource.class,
                LoginResource.class,
                AccountsResource.class,
                AccountResource.class,
                ApiKeysResource.class,
                AuditResource.class,
                WebhooksResource.class,
                WebhookResource.class,
                StatisticsResource.class,
                FirstLoginFilter.class,
                ScopeFilter.class,
                ReasonFilter.class,
                ProblemMapper.class,
                NoStoreFilter.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        // What there is stands in /openapi; OPTIONS says no more than Allow.
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
