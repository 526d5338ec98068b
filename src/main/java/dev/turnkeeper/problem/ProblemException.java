package dev.turnkeeper.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem. Without a stack trace: clients can cause it at will. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    public static ProblemException of(Problem problem) {
        return new ProblemException(problem, Map.of());
    }

    public static ProblemException of(int status, String detail) {
        return of(Problem.of(status, detail));
    }

    /** @param type a word that programs may rely on, as {@code route-taken} */
    public static ProblemException typed(int status, String type, String title, String detail) {
        return of(Problem.typed(status, type, title, detail));
    }

    /** 400 for one field or parameter. */
    public static ProblemException badInput(String field, String detail) {
        return of(Problem.badInput(List.of(new Problem.Field(field, detail))));
    }

    public ProblemException with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ProblemException(problem, more);
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
