package dev.turnkeeper.operator;

import dev.turnkeeper.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads why somebody does something, for the audit log: the header {@code X-Turnkeeper-Reason}, percent-encoded beyond
 * ASCII, else the parameter {@code reason}. A bad one is refused before anything is changed.
 */
@Provider
public class ReasonFilter implements ContainerRequestFilter {

    static final String ATTRIBUTE = ReasonFilter.class.getName();

    private static final String HEADER = "X-Turnkeeper-Reason";
    private static final int LONGEST = 500;

    @Override
    public void filter(ContainerRequestContext context) {
        Optional<String> reason = Optional.ofNullable(context.getHeaderString(HEADER))
                .map(ReasonFilter::decoded)
                .or(() -> Optional.ofNullable(
                        context.getUriInfo().getQueryParameters().getFirst("reason")))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        if (reason.isEmpty()) {
            return;
        }
        if (reason.get().length() > LONGEST || reason.get().chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.badInput(
                    HEADER, "must have at most " + LONGEST + " characters, and none that is invisible");
        }
        context.setProperty(ATTRIBUTE, reason.get());
    }

    private static String decoded(String header) {
        try {
            return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw ProblemException.badInput(HEADER, "has a % that is no escape: write %25 for a per cent sign");
        }
    }
}
