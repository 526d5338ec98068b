package dev.turnkeeper.lineup;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.door.AtTheDoor;
import dev.turnkeeper.door.Authorization;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.stream.StreamHub;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** The paths of the queue gateway API. */
@WebServlet(urlPatterns = "/api/v1/queue/*", asyncSupported = true, loadOnStartup = 1)
public class QueueServlet extends ApiServlet {

    private static final long serialVersionUID = 1;

    private final transient Queue queue;
    private final transient QueueFeeds feeds;
    private final transient Door door;
    private final transient StreamHub hub;

    @Inject
    QueueServlet(Queue queue, QueueFeeds feeds, Door door, StreamHub hub) {
        this.queue = queue;
        this.feeds = feeds;
        this.door = door;
        this.hub = hub;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        switch (path == null ? "" : path) {
            case "/lineup" -> {
                if (isOneOf(Set.of("POST"), request, response)) {
                    lineUp(request, response);
                }
            }
            case "/status" -> {
                if (isOneOf(Set.of("GET", "HEAD"), request, response)) {
                    Answers.json(200, queue.status(queued(request), door.visitor(request)), request, response);
                }
            }
            case "/stream" -> {
                if (isOneOf(Set.of("GET"), request, response)) {
                    stream(request, response);
                }
            }
            case "/waiting-token" -> {
                if (isOneOf(Set.of("DELETE"), request, response)) {
                    giveUp(false, request, response);
                }
            }
            case "/allowed-in-token" -> {
                if (isOneOf(Set.of("DELETE"), request, response)) {
                    giveUp(true, request, response);
                }
            }
            default -> throw ProblemException.of(404, "There is nothing under this path: /openapi lists what there is");
        }
    }

    private Queued queued(HttpServletRequest request) {
        return queue.queued(Authorization.LOGIN.of(request), request.getParameter("room"));
    }

    private void lineUp(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Queue.LinedUp linedUp = queue.lineUp(queued(request), door.visitor(request));
        if (linedUp.bypassed()) {
            response.setHeader("X-Turnkeeper-Reason", "bypass");
        }
        Answers.json(200, linedUp.json(), request, response);
    }

    private void giveUp(boolean inside, HttpServletRequest request, HttpServletResponse response) {
        queue.giveUp(queued(request), inside);
        Answers.nothing(response);
    }

    private void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AtTheDoor visitor = door.visitor(request);
        if (!hub.open(request, response, feeds.of(queued(request), visitor), visitor.address())) {
            throw QueueProblems.tooManyStreams();
        }
    }
}
