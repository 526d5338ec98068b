package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Three nodes sign with the same keys, one visit has one pass on all of them, and a killed node comes back to them; so do
 * accounts, logins and the audit log.
 */
class KeysIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Test
    void keys_areThoseOfTheGrid() throws Exception {
        List<NodeProcess> nodes = NodeProcess.grid(
                3, Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY, "TURNKEEPER_ADMIN_PASSWORD", "as configured"));
        try {
            String first = jwks(nodes.get(0));
            for (NodeProcess node : nodes) {
                assertEquals(first, jwks(node));
            }
            assertEquals(201, RoomAdmin.create(nodes.get(0), "shop", 5).status());
            String ticket = ticket(nodes.get(0));
            String id = pass(nodes.get(0), ticket, first);
            for (NodeProcess node : nodes) {
                assertEquals(id, pass(node, ticket, first));
            }

            assertEquals(
                    200,
                    send(nodes.get(1), "POST", "/api/v1/admin/keys/rotate", "", "")
                            .statusCode());
            assertEquals(
                    409,
                    send(nodes.get(1), "POST", "/api/v1/admin/keys/rotate", "", "")
                            .statusCode());
            for (NodeProcess node : nodes) {
                await(nodes, "every node publishes the new key", () -> keys(node) == 2);
            }
            String leaked = current(nodes.get(0), ticket).get("pass").asText();
            for (String bad : List.of("{\"now\": 1}", "{\"later\": true}", "[]", "{")) {
                assertEquals(
                        400,
                        send(nodes.get(1), "POST", "/api/v1/admin/keys/rotate", "", bad)
                                .statusCode(),
                        bad);
            }
            for (NodeProcess node : nodes) {
                assertEquals(200, alive(node, leaked), "a pass in force");
            }
            assertEquals(
                    200,
                    send(nodes.get(1), "POST", "/api/v1/admin/keys/rotate", "", "{\"now\": true}")
                            .statusCode());
            for (NodeProcess node : nodes) {
                await(nodes, "the dropped key opens nothing", () -> alive(node, leaked) == 401 && keys(node) == 1);
            }
            for (NodeProcess node : nodes) {
                assertEquals(id, pass(node, ticket, jwks(node)), "the place stands, and has a new pass");
            }
            String rotated = jwks(nodes.get(1));
            assertNotEquals(first, rotated);
            String login = login(nodes);
            nodes.get(0).kill();
            nodes.get(0).restart();
            nodes.get(0).awaitReady();
            assertLoginEnds(nodes, login);
            assertEquals(rotated, jwks(nodes.get(0)));
            assertEquals(id, pass(nodes.get(0), ticket, rotated));
        } finally {
            nodes.forEach(NodeProcess::kill);
        }
    }

    /** Made at one node, logged in at another. */
    private static String login(List<NodeProcess> nodes) throws Exception {
        assertEquals(
                200,
                ManagementClient.login(nodes.get(2), "admin", "as configured", Map.of())
                        .status());
        assertEquals(
                201,
                ManagementClient.key(nodes.get(0), RoomAdmin.KEY)
                        .call(
                                "POST",
                                "/admin/accounts",
                                "{\"name\": \"kim\", \"password\": \"long enough\", \"roles\": [\"operator\"]}")
                        .status());
        await(
                nodes,
                "another node knows the account",
                () -> ManagementClient.login(nodes.get(1), "kim", "long enough", Map.of())
                                .status()
                        == 200);
        String token = ManagementClient.login(nodes.get(1), "kim", "long enough", Map.of())
                .body()
                .get("token")
                .asText();
        for (NodeProcess node : nodes) {
            await(
                    nodes,
                    "the token counts at " + node,
                    () -> ManagementClient.token(node, token)
                                    .get("/admin/rooms")
                                    .status()
                            == 200);
        }
        return token;
    }

    /** Also at the node that was away. */
    private static void assertLoginEnds(List<NodeProcess> nodes, String token) throws Exception {
        JsonNode audit =
                ManagementClient.token(nodes.get(1), token).get("/admin/audit").body();
        assertTrue(audit.size() >= 3, audit::toString);
        await(
                nodes,
                "the node that was away has the whole audit log",
                () -> audit.equals(ManagementClient.token(nodes.get(0), token)
                        .get("/admin/audit")
                        .body()));
        assertEquals(
                204,
                ManagementClient.key(nodes.get(1), RoomAdmin.KEY)
                        .call("DELETE", "/admin/accounts/kim", "")
                        .status());
        for (NodeProcess node : nodes) {
            await(
                    nodes,
                    "the token ends at " + node,
                    () -> ManagementClient.token(node, token)
                                    .get("/admin/rooms")
                                    .status()
                            == 401);
        }
    }

    private static int keys(NodeProcess node) throws Exception {
        return JWKSet.parse(jwks(node)).getKeys().size();
    }

    private static int alive(NodeProcess node, String pass) throws Exception {
        return send(node, "POST", "/api/v1/visits/current/alive", "Pass " + pass, "")
                .statusCode();
    }

    private static String jwks(NodeProcess node) throws Exception {
        return send(node, "GET", "/.well-known/jwks.json", "", "").body();
    }

    private static String ticket(NodeProcess node) throws Exception {
        HttpResponse<String> entered = send(node, "POST", "/api/v1/visits", "", "{\"room\": \"shop\"}");
        for (int tries = 20; tries > 0 && entered.statusCode() != 201; tries--) {
            Thread.sleep(500);
            entered = send(node, "POST", "/api/v1/visits", "", "{\"room\": \"shop\"}");
        }
        assertEquals(201, entered.statusCode(), entered.body());
        return JSON.readTree(entered.body()).get("ticket").asText();
    }

    /** The id of the visit's pass at this node, once there is one; signed with a published key. */
    private static String pass(NodeProcess node, String ticket, String published) throws Exception {
        await(
                List.of(node),
                "the visitor is let in",
                () -> !current(node, ticket).path("pass").asText().isEmpty());
        SignedJWT pass = SignedJWT.parse(current(node, ticket).get("pass").asText());
        assertTrue(pass.verify(new ECDSAVerifier(JWKSet.parse(published)
                .getKeyByKeyId(pass.getHeader().getKeyID())
                .toECKey())));
        return pass.getJWTClaimsSet().getJWTID();
    }

    private static JsonNode current(NodeProcess node, String ticket) throws Exception {
        return JSON.readTree(send(node, "GET", "/api/v1/visits/current", "Ticket " + ticket, "")
                .body());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(List<NodeProcess> nodes, String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, () -> "not within 20 s: " + what + "\n" + NodeProcess.logs(nodes));
            Thread.sleep(100);
        }
    }

    private static HttpResponse<String> send(
            NodeProcess node, String method, String path, String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path))
                .timeout(Duration.ofSeconds(10))
                .header("X-Api-Key", RoomAdmin.KEY)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
