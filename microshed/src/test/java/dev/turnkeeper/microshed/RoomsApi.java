package dev.turnkeeper.microshed;

import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;

/** The management of rooms, as an operator's script would declare it. */
@Path("/api/v1/admin")
@Produces("application/json")
public interface RoomsApi {

    @GET
    @Path("/rooms")
    Response list(@HeaderParam("X-Api-Key") String key);

    @POST
    @Path("/rooms")
    @Consumes("application/json")
    Response create(@HeaderParam("X-Api-Key") String key, String room);

    @GET
    @Path("/rooms/{id}")
    Response get(@HeaderParam("X-Api-Key") String key, @PathParam("id") String id);

    @PUT
    @Path("/rooms/{id}")
    @Consumes("application/json")
    Response put(
            @HeaderParam("X-Api-Key") String key,
            @HeaderParam("If-Match") String tag,
            @PathParam("id") String id,
            String room);

    @DELETE
    @Path("/rooms/{id}")
    Response delete(
            @HeaderParam("X-Api-Key") String key, @HeaderParam("If-Match") String tag, @PathParam("id") String id);

    @POST
    @Path("/rooms/{id}/{state}")
    @Consumes("application/json")
    Response state(
            @HeaderParam("X-Api-Key") String key,
            @PathParam("id") String id,
            @PathParam("state") String state,
            String none);

    @POST
    @Path("/rooms/{id}/serving")
    @Consumes("application/json")
    Response serving(@HeaderParam("X-Api-Key") String key, @PathParam("id") String id, String increment);

    @GET
    @Path("/routes/test")
    Response routesTest(@HeaderParam("X-Api-Key") String key, @QueryParam("url") String url);
}
