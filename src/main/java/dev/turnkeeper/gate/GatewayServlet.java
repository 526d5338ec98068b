package dev.turnkeeper.gate;

import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.door.Authorization;
import dev.turnkeeper.door.Cookies;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.Pass;
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
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebInitParam;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Gateway mode: the node itself forwards whoever may pass to the origins of the room. Guarded like every other entry, but
 * here the service gets the path as it was matched, so that it cannot read another one. Bytes go through as they come, both
 * ways, and no thread waits for them.
 */
@WebServlet(
        urlPatterns = "/gw",
        asyncSupported = true,
        loadOnStartup = 1,
        initParams = {
            @WebInitParam(name = "preserveHost", value = "true"),
            @WebInitParam(name = "viaHost", value = "turnkeeper"),
            @WebInitParam(name = "maxThreads", value = "64"),
            @WebInitParam(name = "maxConnections", value = "1024"),
            // Less than services keep theirs (5 s and more), so that none closes what is just being used.
            @WebInitParam(name = "idleTimeout", value = "4000"),
            // None over all: a download may take as long as it moves. See readTimeoutMillis.
            @WebInitParam(name = "timeout", value = "0")
        })
public class GatewayServlet extends AsyncProxyServlet {

    private static final long serialVersionUID = 1;
    private static final String OURS = "X-Turnkeeper-";
    private static final String COMMAND = "X-Turnkeeper-Command";
    private static final String COMPLETE = "complete";

    /** More origins than these are not tried one after the other: each may take a connect timeout. */
    private static final int MOST_TRIES = 3;

    private final transient Questions questions;
    private final transient Judge judge;
    private final transient Door door;
    private final transient Callers callers;
    private final transient Rooms rooms;
    private final transient Places places;
    private final transient Origins origins;
    private final transient OriginClients clients = new OriginClients(this::anotherClient);

    @Inject
    GatewayServlet(
            Questions questions, Judge judge, Door door, Callers callers, Rooms rooms, Places places, Origins origins) {
        this.questions = questions;
        this.judge = judge;
        this.door = door;
        this.callers = callers;
        this.rooms = rooms;
        this.places = places;
        this.origins = origins;
    }

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
            tell(421, "No room's gateway forwards to this host: check the name that was asked for", request, response);
            return;
        }
        if (!Collections.list(request.getHeaderNames()).stream().allMatch(Onward::isName)) {
            response.setHeader("Connection", "close");
            tell(400, "A header's name holds what no name may hold, which servers read differently", request, response);
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
            tell(
                    401,
                    "This service needs a visitor's login: send Authorization: Bearer with a token",
                    request,
                    response);
        } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            tell(
                    501,
                    "WebSockets are not forwarded here: let them go to the service by another way",
                    request,
                    response);
        } else {
            new Passage(gateway, question, carrier, verdict, origins.next(gateway), 1).keep(request);
            super.service(request, response);
        }
    }

    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        Passage passage = Passage.of(request);
        return passage.origin()
                + passage.question().request().path().orElse("/")
                + Optional.ofNullable(request.getQueryString())
                        .flatMap(Onward::query)
                        .map(query -> "?" + query)
                        .orElse("");
    }

    /** The library's own takes a length beyond two gigabytes for none. */
    @Override
    protected boolean hasContent(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || super.hasContent(request);
    }

    @Override
    protected Request newProxyRequest(HttpServletRequest request, String target) {
        GatewaySettings gateway = Passage.of(request).gateway();
        return clients.of(gateway.connectTimeoutMillis())
                .newRequest(target)
                .method(request.getMethod())
                .idleTimeout(gateway.readTimeoutMillis(), TimeUnit.MILLISECONDS)
                .attribute(CLIENT_REQUEST_ATTRIBUTE, request);
    }

    @Override
    protected void copyRequestHeaders(HttpServletRequest request, Request toOrigin) {
        super.copyRequestHeaders(request, toOrigin);
        toOrigin.headers(headers -> {
            headers.getFieldNamesCollection().stream()
                    .filter(Onward::isGateways)
                    .toList()
                    .forEach(headers::remove);
            List<String> cookies = headers.getValuesList(HttpHeader.COOKIE);
            headers.remove(HttpHeader.COOKIE);
            for (String cookie : cookies) {
                Onward.cookies(cookie, this::isOurs).ifPresent(left -> headers.add(HttpHeader.COOKIE, left));
            }
            if (Authorization.TICKET
                    .of(request)
                    .or(() -> Authorization.PASS.of(request))
                    .isPresent()) {
                headers.remove(HttpHeader.AUTHORIZATION);
            }
        });
    }

    private boolean isOurs(String cookie) {
        return Cookies.room(cookie).flatMap(rooms::find).isPresent();
    }

    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request toOrigin) {
        Passage passage = Passage.of(request);
        addViaHeader(toOrigin);
        toOrigin.headers(headers -> {
            // A client may have named Host among the headers that end at the next hop.
            headers.put(HttpHeader.HOST, passage.host());
            headers.put("X-Forwarded-For", callers.of(request).address().toString());
            headers.put("X-Forwarded-Proto", passage.isSecure() ? "https" : "http");
            headers.put("X-Forwarded-Host", passage.host());
            Identity.of(passage.verdict(), passage.carrier().traits().login()).forEach(headers::put);
        });
    }

    @Override
    protected void onServerResponseHeaders(
            HttpServletRequest request, HttpServletResponse response, Response fromOrigin) {
        Passage passage = Passage.of(request);
        super.onServerResponseHeaders(request, response, fromOrigin);
        if (COMPLETE.equals(fromOrigin.getHeaders().get(COMMAND))) {
            complete(passage, response);
        }
        // Who carries it in the cookie alone need not be able to read it.
        Optional<Pass> renewed = passage.verdict().renewed().filter(pass -> request.getHeader(Carrier.HEADER) != null);
        renewed.ifPresent(pass -> response.setHeader(Carrier.HEADER, pass.token()));
        if (passage.verdict().cookie().isPresent() || renewed.isPresent()) {
            // Whatever the service allows caches: this answer has one visitor's pass in it.
            response.setHeader("Cache-Control", "private, no-store");
        }
    }

    /** The visitor is done: the place is free, and the pass opens nothing any more. */
    private void complete(Passage passage, HttpServletResponse response) {
        Optional<PassClaims> claims = passage.verdict().claims().filter(pass -> !pass.bypass());
        passage.verdict().room().filter(room -> claims.isPresent()).ifPresent(room -> {
            places.end(room, claims.get().generation(), claims.get().position(), WebVisit.State.COMPLETED);
            Cookies.set(response, Cookies.ofPass(room.id()), "", 0, passage.isSecure());
        });
    }

    @Override
    protected @Nullable String filterServerResponseHeader(
            HttpServletRequest request, Response fromOrigin, String name, String value) {
        return name.regionMatches(true, 0, OURS, 0, OURS.length()) ? null : value;
    }

    @Override
    protected StreamWriter newWriteListener(HttpServletRequest request, Response fromOrigin) {
        return new Passing(request, fromOrigin);
    }

    /** Passes on what came, now: an event is not to wait for those after it. */
    private final class Passing extends StreamWriter {

        private final HttpServletRequest request;
        private boolean flushed;

        Passing(HttpServletRequest request, Response fromOrigin) {
            super(request, fromOrigin);
            this.request = request;
        }

        /** Called once what was written is taken; and again, if flushing it had to wait. */
        @Override
        protected void complete() {
            try {
                ServletOutputStream out =
                        request.getAsyncContext().getResponse().getOutputStream();
                if (!flushed) {
                    flushed = true;
                    out.flush();
                    if (!out.isReady()) {
                        return;
                    }
                }
            } catch (IOException gone) {
                onError(gone);
            }
            flushed = false;
            super.complete();
        }
    }

    @Override
    protected void onProxyResponseFailure(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Response fromOrigin,
            Throwable failure) {
        boolean nothingHeard = fromOrigin == null || fromOrigin.getStatus() == 0;
        if (nothingHeard && OriginFailure.isUnreached(failure)) {
            origins.failed(Passage.of(request).origin());
            if (triedAnother(request, response)) {
                return;
            }
        }
        super.onProxyResponseFailure(request, response, fromOrigin, failure);
    }

    /** Nothing was sent yet, so it may be sent elsewhere; but for a body, of which a part was read. */
    private boolean triedAnother(HttpServletRequest request, HttpServletResponse response) {
        Passage before = Passage.of(request);
        int most = Math.min(MOST_TRIES, before.gateway().origins().size());
        if (before.tries() >= most || hasContent(request)) {
            return false;
        }
        before.by(origins.next(before.gateway())).keep(request);
        Request again = newProxyRequest(request, rewriteTarget(request));
        copyRequestHeaders(request, again);
        addProxyHeaders(request, again);
        sendProxyRequest(request, response, again);
        return true;
    }

    @Override
    protected int proxyResponseStatus(Throwable failure) {
        return OriginFailure.status(failure);
    }

    @Override
    protected void sendProxyResponseError(HttpServletRequest request, HttpServletResponse response, int status) {
        try {
            if (!response.isCommitted()) {
                response.reset();
                response.setHeader("Connection", "close");
                ApiServlet.write(OriginFailure.problem(status), request, response);
            }
        } catch (IOException gone) {
            _log.debug("nobody is there to be told", gone);
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }

    private static void tell(int status, String detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ApiServlet.write(Problem.of(status, detail), request, response);
    }

    @Override
    protected HttpClient createHttpClient() throws ServletException {
        HttpClient client = super.createHttpClient();
        // What a service says beforehand is not its answer.
        client.getProtocolHandlers().put(new ProcessingProtocolHandler());
        client.getProtocolHandlers().put(new EarlyHintsProtocolHandler());
        return client;
    }

    @Override
    public void init() throws ServletException {
        super.init();
        clients.use(getHttpClient());
    }

    /** As the one that the library itself made. */
    private HttpClient anotherClient() {
        try {
            return createHttpClient();
        } catch (ServletException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    @Override
    public void destroy() {
        clients.stop();
        super.destroy();
    }
}
