package dev.turnkeeper.node;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Very many who come to one room at once: half of them ask for its page, half are programs that ask for a place. */
final class Flood {

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

    private final List<HttpResponse<String>> pages = new ArrayList<>();
    private final List<HttpResponse<String>> places = new ArrayList<>();

    private Flood() {}

    /** Comes, and waits until all are answered. */
    static Flood at(NodeProcess node, String room, int visitors) throws IOException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> pages = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> places = new ArrayList<>();
        for (int i = 0; i < visitors / 2; i++) {
            pages.add(http.sendAsync(
                    HttpRequest.newBuilder(node.uri("/wait/" + room))
                            .timeout(ANSWERED_WITHIN)
                            .header("Accept", "text/html")
                            .header("Accept-Language", "en")
                            .header("Cookie", "tk-probe=1")
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
            places.add(http.sendAsync(
                    HttpRequest.newBuilder(node.uri("/api/v1/visits"))
                            .timeout(ANSWERED_WITHIN)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"room\": \"" + room + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        }
        Flood flood = new Flood();
        try {
            pages.forEach(page -> flood.pages.add(page.join()));
            places.forEach(place -> flood.places.add(place.join()));
        } catch (CompletionException unanswered) {
            throw new IOException("somebody in the crowd was not answered", unanswered.getCause());
        }
        return flood;
    }

    List<HttpResponse<String>> pages() {
        return pages;
    }

    List<HttpResponse<String>> places() {
        return places;
    }

    /** Which screen a page shows. */
    static String screen(HttpResponse<String> page) {
        String[] parts = page.body().split("<main data-screen=\"", 2);
        return parts.length == 2 ? parts[1].substring(0, parts[1].indexOf('"')) : "none: " + page;
    }
}
