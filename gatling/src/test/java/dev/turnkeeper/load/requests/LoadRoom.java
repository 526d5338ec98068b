package dev.turnkeeper.load.requests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** The room that the clients come to: it takes so many a minute, so that a spike has to wait. */
public record LoadRoom(String id, String host, long perMinute) {

    private static final long LIMIT = 10_000_000;

    /** Makes it over the management API. */
    public void create(String node, Path adminKeyFile) {
        String room = """
                {"id": "%s", "name": "Load", "limit": %d, "perMinute": %d, "routes": [{"host": "%s"}]}""".formatted(id, LIMIT, perMinute, host);
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(node + "/api/v1/admin/rooms"))
                    .header("X-Api-Key", Files.readString(adminKeyFile).trim())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(room))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 201) {
                throw new IllegalStateException("the room was not made: " + response.body());
            }
        } catch (IOException failed) {
            throw new IllegalStateException("the room was not made", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the room was made", stopped);
        }
    }
}
