package dev.turnkeeper.gate;

import dev.turnkeeper.door.Door;
import dev.turnkeeper.problem.ApiServlet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** What proxies ask before they let a request through; the path says which kind of proxy it is. Of any method. */
@WebServlet(
        urlPatterns = {GateServlet.NGINX, GateServlet.FORWARD, GateServlet.ENVOY},
        loadOnStartup = 1)
public class GateServlet extends ApiServlet {

    static final String NGINX = "/gate/nginx";
    static final String FORWARD = "/gate/forward";
    static final String ENVOY = "/gate/envoy";

    private static final long serialVersionUID = 1;

    private final transient Questions questions;
    private final transient Judge judge;
    private final transient Door door;

    @Inject
    GateServlet(Questions questions, Judge judge, Door door) {
        this.questions = questions;
        this.judge = judge;
        this.door = door;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        Family family =
                switch (request.getServletPath()) {
                    case NGINX -> Family.NGINX;
                    case FORWARD -> Family.FORWARD;
                    default -> Family.ENVOY;
                };
        // nginx makes an error of its own out of every status but 200, 401 and 403.
        boolean mayRedirect = family != Family.NGINX;
        Optional<Question> question = questions.of(family, request);
        if (question.isEmpty()) {
            judge.refuse(Verdict.refused("no-url"), question, mayRedirect, request, response);
            return;
        }
        Carrier carrier = Carrier.of(request, question.get(), door);
        Verdict verdict = judge.verdict(question.get(), carrier, response);
        if (verdict.kind() != Verdict.Kind.OPEN) {
            judge.refuse(verdict, question, mayRedirect, request, response);
            return;
        }
        // All of them always, since a client may have sent its own.
        Identity.of(verdict, carrier.traits().login()).forEach(response::setHeader);
        verdict.renewed().ifPresent(pass -> response.setHeader(Carrier.HEADER, pass.token()));
        response.setContentLength(0);
    }
}
