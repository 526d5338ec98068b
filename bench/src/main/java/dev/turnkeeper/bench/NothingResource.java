package dev.turnkeeper.bench;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The least that JAX-RS costs. */
@Path("nothing")
public class NothingResource {

    @GET
    @Produces(Nothing.MEDIA_TYPE)
    public byte[] nothing() {
        return Nothing.json();
    }
}
