package dev.turnkeeper.problem;

import jakarta.json.JsonException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Whatever a resource throws, and whatever JAX-RS itself refuses. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());
    private static final int SERVER_ERROR = 500;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof ProblemException refused) {
            Response.ResponseBuilder answer = answer(refused.problem());
            refused.headers().forEach(answer::header);
            return answer.build();
        }
        if (thrown instanceof WebApplicationException refused) {
            return ofContainer(refused.getResponse(), thrown);
        }
        if (thrown instanceof JsonException
                || thrown instanceof ProcessingException && thrown.getCause() instanceof JsonException) {
            return answer(Problem.of(400, "The body is not the JSON that is expected here"))
                    .build();
        }
        return unexpected(thrown);
    }

    private static Response ofContainer(Response refused, Throwable thrown) {
        int status = refused.getStatus();
        if (status < 400 || refused.hasEntity()) {
            return refused;
        }
        if (status == SERVER_ERROR) {
            return unexpected(thrown);
        }
        Response.ResponseBuilder answer = answer(Problem.of(status, StatusDetail.of(status)));
        for (String header : List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE)) {
            List<Object> values = refused.getHeaders().get(header);
            if (values != null) {
                values.forEach(value -> answer.header(header, value));
            } else if (status == 401 && header.equals(HttpHeaders.WWW_AUTHENTICATE)) {
                answer.header(header, StatusDetail.CHALLENGE);
            }
        }
        return answer.build();
    }

    private static Response unexpected(Throwable thrown) {
        LOG.log(Level.ERROR, "A request failed unexpectedly", thrown);
        return answer(Problem.of(SERVER_ERROR, StatusDetail.of(SERVER_ERROR))).build();
    }

    private static Response.ResponseBuilder answer(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.toJson());
    }
}
