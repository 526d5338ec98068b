package dev.turnkeeper.node;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything that speaks JAX-RS lives below {@code /api/v1}. */
@ApplicationPath("/api/v1")
public class TurnkeeperApplication extends Application {}
