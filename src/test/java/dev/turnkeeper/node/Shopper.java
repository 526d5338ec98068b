package dev.turnkeeper.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A visitor with a browser of their own: keeps cookies, says what it is, and follows redirects when it is told to. */
final class Shopper {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final int MOST_HOPS = 10;

    private final String userAgent;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Shopper(String userAgent) {
        this.userAgent = userAgent;
    }

    /** @param url where the answer came from */
    record Answer(URI url, HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        URI location() {
            return url.resolve(header("Location"));
        }

        @Override
        public String toString() {
            return url + " → " + status() + " " + response.headers().map() + "\n" + body();
        }
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** Goes to a page as a browser does, and stays where it is first sent on. */
    Answer open(URI url) throws IOException, InterruptedException {
        return send(url, "GET", Map.of("Accept", "text/html", "Sec-Fetch-Mode", "navigate"), "");
    }

    /** Goes to a page, and wherever it is sent from there. */
    Answer follow(URI url) throws IOException, InterruptedException {
        Answer answer = open(url);
        for (int hops = 0; answer.status() / 100 == 3; hops++) {
            if (hops == MOST_HOPS) {
                throw new IllegalStateException("sent on " + hops + " times, lastly by " + answer);
            }
            answer = open(answer.location());
        }
        return answer;
    }

    /** @param headers beyond cookies and User-Agent */
    Answer send(URI url, String method, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(ANSWER_WITHIN)
                .header("User-Agent", userAgent)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        headers.forEach(request::header);
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return new Answer(url, answer);
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (cookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(name.length() + 1));
        }
    }
}
