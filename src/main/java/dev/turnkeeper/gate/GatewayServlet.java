package dev.turnkeeper.gate;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.door.Cookies;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.PassClaims;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.room.GatewaySettings;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.WebVisit;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebInitParam;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.jspecify.annotations.Nullable;

/**
 * Gateway mode: the node itself forwards whoever may pass to the origins of the room. Guarded like every other entry, but
 * here the service gets the path as it was matched, so that it cannot read another one.
 */
@WebServlet(
        urlPatterns = "/gw",
        asyncSupported = true,
        initParams = {
            @WebInitParam(name = "preserveHost", value = "true"),
            @WebInitParam(name = "viaHost", value = "turnkeeper"),
            @WebInitParam(name = "maxThreads", value = "64"),
            @WebInitParam(name = "maxConnections", value = "1024"),
            // None over all: a download may take as long as it moves. See readTimeoutMillis.
            @WebInitParam(name = "timeout", value = "0")
        })
public class GatewayServlet extends AsyncProxyServlet {

    private static final long serialVersionUID = 1;
    private static final String PASSAGE = Passage.class.getName();
    private static final String COMMAND = "X-Turnkeeper-Command";
    private static final String COMPLETE = "complete";

    /** What the origin hears of the request's way; whatever a client sent under these names is not true. */
    private static final List<String> OURS = List.of(
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Forwarded-Uri",
            "X-Forwarded-Method",
            "Forwarded",
            "X-Original-URL",
            "X-Original-Method",
            "X-Rewrite-URL");

    private final transient Questions questions;
    private final transient Judge judge;
    private final transient Door door;
    private final transient Callers callers;
    private final transient Rooms rooms;
    private final transient Places places;
    private final transient Origins origins;
    private final transient Map<Integer, HttpClient> clients = new ConcurrentHashMap<>();

    @Inject
    GatewayServlet(
            Questions questions, Judge judge, Door door, Callers callers, Rooms rooms, Places places, Origins origins) {
        this.callers = callers;
        this.questions = questions;
        this.judge = judge;
        this.door = door;
        this.rooms = rooms;
        this.places = places;
        this.origins = origins;
    }

    /** A request that was let in, on its way. */
    private record Passage(
            GatewaySettings gateway, String origin, Question question, Carrier carrier, Verdict verdict) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Optional<Question> asked = questions.ofGateway(request);
        if (asked.isEmpty()) {
            judge.refuse(Verdict.refused("bad-url"), asked, true, request, response);
            return;
        }
        Question question = asked.get();
        Optional<Room> host = rooms.routes().gateway(question.request().host());
        if (host.isEmpty()) {
            ApiServlet.write(
                    Problem.of(421, "No room's gateway forwards to this host: check the name that was asked for"),
                    request,
                    response);
            return;
        }
        Carrier carrier = Carrier.of(request, question, door);
        Verdict verdict = judge.verdict(question, carrier, response);
        if (verdict.kind() != Verdict.Kind.OPEN) {
            response.setHeader("Cache-Control", "no-store");
            judge.refuse(verdict, asked, true, request, response);
            return;
        }
        GatewaySettings gateway = verdict.room()
                .flatMap(room -> room.web().gateway())
                .or(() -> host.get().web().gateway())
                .orElseThrow();
        if (gateway.requireLogin() && carrier.traits().login().isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"turnkeeper\"");
            ApiServlet.write(
                    Problem.of(401, "This service needs a visitor's login: send Authorization: Bearer with a token"),
                    request,
                    response);
            return;
        }
        request.setAttribute(PASSAGE, new Passage(gateway, origins.next(gateway), question, carrier, verdict));
        super.service(request, response);
    }

    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        Passage passage = passage(request);
        String query = request.getQueryString();
        return passage.origin + passage.question.request().path().orElse("/") + (query == null ? "" : "?" + query);
    }

    @Override
    protected Request newProxyRequest(HttpServletRequest request, String target) {
        GatewaySettings gateway = passage(request).gateway;
        return client(gateway.connectTimeoutMillis())
                .newRequest(target)
                .method(request.getMethod())
                .idleTimeout(gateway.readTimeoutMillis(), TimeUnit.MILLISECONDS)
                .attribute(CLIENT_REQUEST_ATTRIBUTE, request);
    }

    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request toOrigin) {
        Passage passage = passage(request);
        addViaHeader(toOrigin);
        toOrigin.headers(headers -> {
            OURS.forEach(headers::remove);
            headers.put("X-Forwarded-For", callers.of(request).address().toString());
            headers.put("X-Forwarded-Proto", passage.question.url().startsWith("https:") ? "https" : "http");
            headers.put(
                    "X-Forwarded-Host",
                    passage.question
                            .origin()
                            .substring(passage.question.origin().indexOf("://") + 3));
            Identity.of(passage.verdict, passage.carrier.traits().login()).forEach(headers::put);
        });
    }

    @Override
    protected void onServerResponseHeaders(
            HttpServletRequest request, HttpServletResponse response, Response fromOrigin) {
        super.onServerResponseHeaders(request, response, fromOrigin);
        if (COMPLETE.equals(fromOrigin.getHeaders().get(COMMAND))) {
            complete(passage(request), response);
        }
    }

    /** The visitor is done: the place is free, and the pass opens nothing any more. */
    private void complete(Passage passage, HttpServletResponse response) {
        Optional<PassClaims> claims = passage.verdict.claims().filter(pass -> !pass.bypass());
        passage.verdict.room().filter(room -> claims.isPresent()).ifPresent(room -> {
            places.end(room, claims.get().generation(), claims.get().position(), WebVisit.State.COMPLETED);
            boolean secure = passage.question.url().startsWith("https:");
            Cookies.set(response, Cookies.ofPass(room.id()), "", 0, secure);
        });
    }

    @Override
    protected @Nullable String filterServerResponseHeader(
            HttpServletRequest request, Response fromOrigin, String name, String value) {
        return name.equalsIgnoreCase(COMMAND) ? null : value;
    }

    @Override
    protected void onProxyResponseFailure(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Response fromOrigin,
            Throwable failure) {
        boolean unreached = fromOrigin == null
                && (failure instanceof ConnectException || failure.getCause() instanceof ConnectException);
        if (unreached) {
            origins.failed(passage(request).origin);
        }
        super.onProxyResponseFailure(request, response, fromOrigin, failure);
    }

    @Override
    protected void sendProxyResponseError(HttpServletRequest request, HttpServletResponse response, int status) {
        try {
            if (!response.isCommitted()) {
                response.reset();
                response.setHeader("Connection", "close");
                ApiServlet.write(
                        Problem.of(
                                status,
                                status == HttpServletResponse.SC_GATEWAY_TIMEOUT
                                        ? "The service behind does not answer in time"
                                        : "The service behind cannot be reached"),
                        request,
                        response);
            }
        } catch (IOException gone) {
            _log.debug("nobody is there to be told", gone);
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }

    @Override
    public void destroy() {
        clients.values().forEach(client -> {
            try {
                client.stop();
            } catch (Exception left) {
                _log.debug("a client does not stop", left);
            }
        });
        super.destroy();
    }

    /** A client waits equally long for all its connections, and rooms do not. */
    private HttpClient client(int connectTimeoutMillis) {
        return clients.computeIfAbsent(connectTimeoutMillis, millis -> {
            try {
                HttpClient client = createHttpClient();
                client.setConnectTimeout(millis);
                return client;
            } catch (ServletException unusable) {
                throw new IllegalStateException(unusable);
            }
        });
    }

    private static Passage passage(HttpServletRequest request) {
        return (Passage) request.getAttribute(PASSAGE);
    }
}
