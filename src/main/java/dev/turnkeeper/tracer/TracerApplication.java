package dev.turnkeeper.tracer;

import dev.turnkeeper.problem.NoStoreFilter;
import dev.turnkeeper.problem.ProblemMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TRACER on its own, so that nothing of another API is on the way of a poll, and one resource answers all of them:
 * looking one up for each request is a tenth of what a poll costs.
 */
@ApplicationScoped
@ApplicationPath("/api/v1/tracer")
public class TracerApplication extends Application {

    private final @Nullable TracerResource resource;

    /** For the container's proxy, and for the scan that makes /openapi: it only asks for classes. */
    public TracerApplication() {
        this.resource = null;
    }

    @Inject
    TracerApplication(TracerResource resource) {
        this.resource = resource;
    }

    @Override
    public Set<Class<?>> getClasses() {
        return resource == null ? Set.of(TracerResource.class) : Set.of(ProblemMapper.class, NoStoreFilter.class);
    }

    @Override
    @SuppressWarnings("deprecation") // the only way to say "this one, always" that is not Jersey's own
    public Set<Object> getSingletons() {
        return resource == null ? Set.of() : Set.of(resource);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
