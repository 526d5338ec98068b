package dev.turnkeeper.microshed;

import javax.ws.rs.Consumes;
import javax.ws.rs.FormParam;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;

/** TRACER as a client would declare it. */
@Path("/api/v1/tracer/access")
@Produces("application/json")
public interface TracerApi {

    @GET
    Answer get(
            @QueryParam("host") String host,
            @QueryParam("pageUrl") String pageUrl,
            @QueryParam("loginId") String loginId);

    @GET
    Response getRaw(
            @QueryParam("host") String host,
            @QueryParam("port") String port,
            @QueryParam("pageUrl") String pageUrl,
            @QueryParam("ip") String ip,
            @QueryParam("loginId") String loginId,
            @QueryParam("userAgent") String userAgent);

    @GET
    Response getWithAuthorization(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("host") String host,
            @QueryParam("pageUrl") String pageUrl,
            @QueryParam("loginId") String loginId);

    @POST
    @Consumes("application/json")
    Answer postJson(Question question);

    @POST
    @Consumes("application/json")
    Response postText(String json);

    @POST
    @Consumes("application/x-www-form-urlencoded")
    Answer postForm(
            @FormParam("host") String host, @FormParam("pageUrl") String pageUrl, @FormParam("loginId") String loginId);

    /** What a client sends as JSON. */
    class Question {
        public String host;
        public int port = 443;
        public String pageUrl;
        public String ip;
        public String loginId;
        public String userAgent;
    }

    /** The thirteen fields, under the names that legacy clients read. */
    class Answer {
        public String host;
        public String ip;
        public String loginId;
        public int port;
        public String pageUrl;
        public String isWait;
        public long waitCnt;
        public long limitCnt;
        public int session_time_out;
        public long waitQueueSize;
        public long waitMyCnt;
        public String userAgent;
        public String tracer_domain;

        boolean isInside() {
            return "F".equals(isWait);
        }

        /** Waits in a place of its own, rather than being told to come back. */
        boolean hasPlace() {
            return "T".equals(isWait) && waitMyCnt > 0;
        }

        @Override
        public String toString() {
            return loginId + ": " + isWait + ", rank " + waitCnt + " of " + waitQueueSize + ", first " + waitMyCnt;
        }
    }
}
