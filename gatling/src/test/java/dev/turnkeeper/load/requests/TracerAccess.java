package dev.turnkeeper.load.requests;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.function.BiFunction;

/** The one call of TRACER's clients. */
public final class TracerAccess {

    /** Session attributes: what was told last, and when to call again, in seconds. */
    public static final String ANSWER = "answer";

    public static final String RETRY_AFTER = "retryAfter";

    private TracerAccess() {}

    /**
     * @param loginId session attribute of the client's name
     * @param judge looks at each answer; throws where it is wrong, which makes the request a failed one
     */
    public static HttpRequestActionBuilder call(
            String name, String host, String loginId, BiFunction<Answer, Session, Answer> judge) {
        return http(name)
                .get("/api/v1/tracer/access")
                .queryParam("host", host)
                .queryParam("pageUrl", "/buy/1")
                .queryParam("loginId", "#{" + loginId + "}")
                .check(
                        status().is(200),
                        header("Retry-After").transform(Integer::parseInt).saveAs(RETRY_AFTER),
                        bodyString()
                                .transform(Answer::of)
                                .validate("in order of arrival", judge)
                                .saveAs(ANSWER));
    }
}
