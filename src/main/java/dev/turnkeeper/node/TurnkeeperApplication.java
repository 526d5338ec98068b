package dev.turnkeeper.node;

import dev.turnkeeper.account.Roles;
import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** Everything that speaks JAX-RS lives below {@code /api/v1}. */
@ApplicationPath("/api/v1")
@LoginConfig(authMethod = "MP-JWT", realmName = "turnkeeper")
@DeclareRoles({Roles.STATS, Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
public class TurnkeeperApplication extends Application {}
