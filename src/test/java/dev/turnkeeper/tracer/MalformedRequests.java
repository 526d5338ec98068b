package dev.turnkeeper.tracer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What clients get wrong, as bytes on the wire. Each takes no place and is told so in problem+json. */
final class MalformedRequests {

    private static final String PATH = "/api/v1/tracer/access";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String SOUND = "{\"host\":\"a.example\"";
    private static final String TOO_LONG = "x".repeat(2_049);

    private MalformedRequests() {}

    /**
     * One request.
     *
     * @param target the request target, one character a byte
     * @param headers whole lines, beyond Content-Length and Connection; with none for Host, there is a sound one
     */
    record Raw(String name, String method, String target, List<String> headers, byte[] body, int status) {

        byte[] bytes() {
            StringBuilder head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
            if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
                head.append("Host: turnkeeper.test\r\n");
            }
            headers.forEach(header -> head.append(header).append("\r\n"));
            if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            head.append("Connection: close\r\n\r\n");
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            whole.writeBytes(body);
            return whole.toByteArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Raw> all() {
        return Stream.of(queries(), forms(), json(), others(), requestLines(), hosts())
                .flatMap(part -> part)
                .toList();
    }

    private static Stream<Raw> queries() {
        return Stream.of(
                query("no query", ""),
                query("empty query", "?"),
                query("empty host", "?host="),
                query("host in the wrong case", "?Host=a.example"),
                query("host with a port", "?host=a.example:443"),
                query("host as URL", "?host=https://a.example"),
                query("host with a path", "?host=a.example/x"),
                query("host with userinfo", "?host=u@a.example"),
                query("host with a wildcard", "?host=*.example"),
                query("host with a space", "?host=a+b"),
                query("host as half an address", "?host=10.0.1"),
                query("host as an octal address", "?host=0177.0.0.1"),
                query("host as an address out of range", "?host=256.0.0.1"),
                query("host as an unclosed address", "?host=[::1"),
                query("host with a zone", "?host=fe80::1%25eth0"),
                query("host with a fragment", "?host=a.example#x"),
                query("host with a line break", "?host=a.example%0d%0aX:1"),
                query("host too long", "?host=" + TOO_LONG),
                query("escape without digits", "?host=%zz"),
                query("escape cut short", "?host=a.example&loginId=%"),
                query("escape with one digit", "?host=a.example&loginId=%4"),
                query("escaped bytes that are not UTF-8", "?host=a.example&loginId=%ff"),
                query("escaped EUC-KR", "?host=a.example&loginId=%B1%E8%C3%B6"),
                query("overlong UTF-8", "?host=a.example&loginId=%C0%AF"),
                query("escaped half of a surrogate pair", "?host=a.example&loginId=%ED%A0%80"),
                query("raw bytes that are not UTF-8", "?host=a.example&loginId=\u00b1\u00e8"),
                query("raw control character", "?host=a.example&loginId=a\u0001b"),
                query("name with a bad escape", "?host=a.example&%zz=1"),
                query("escaped NUL", "?host=a.example&loginId=%00"),
                query("escaped DEL", "?host=a.example&userAgent=%7F"),
                query("escaped C1 control", "?host=a.example&loginId=%C2%85"),
                query("login too long", "?host=a.example&loginId=" + TOO_LONG),
                query("page too long", "?host=a.example&pageUrl=/" + TOO_LONG),
                query("user agent too long", "?host=a.example&userAgent=" + TOO_LONG),
                query("port 0", "?host=a.example&port=0"),
                query("port too high", "?host=a.example&port=65536"),
                query("negative port", "?host=a.example&port=-1"),
                query("port with a fraction", "?host=a.example&port=443.0"),
                query("port as a word", "?host=a.example&port=https"),
                query("endless port", "?host=a.example&port=" + "9".repeat(400)),
                query("address as a name", "?host=a.example&ip=localhost"),
                query("address out of range", "?host=a.example&ip=1.2.3.256"),
                query("address with a port", "?host=a.example&ip=1.2.3.4:80"),
                query("list of addresses", "?host=a.example&ip=1.2.3.4,5.6.7.8"),
                query("address in brackets", "?host=a.example&ip=[::1]"),
                query("address with a zone", "?host=a.example&ip=fe80::1%25eth0"));
    }

    private static Stream<Raw> forms() {
        return Stream.of(
                post("empty form", FORM, "", 400),
                post("form without host", FORM, "loginId=kim", 400),
                post("form with a bad escape", FORM, "host=a.example&loginId=100%", 400),
                post("form with a port out of range", FORM, "host=a.example&port=70000", 400),
                post("EUC-KR without its charset", FORM, eucKr("host=a.example&loginId=김"), 400),
                post(
                        "bytes that are not EUC-KR",
                        FORM + "; charset=EUC-KR",
                        "host=a.example&loginId=\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1),
                        400),
                post("ASCII that is none", FORM + "; charset=US-ASCII", "host=a.example&loginId=%EA%B9%80", 400),
                post("form in an unknown charset", FORM + "; charset=klingon", "host=a.example", 415),
                post("form in a charset unlike ASCII", FORM + "; charset=UTF-16", "host=a.example", 415));
    }

    private static Stream<Raw> json() {
        return Stream.of(
                post("empty JSON", JSON, "", 400),
                post("JSON array", JSON, "[]", 400),
                post("JSON null", JSON, "null", 400),
                post("JSON cut short", JSON, SOUND, 400),
                post("JSON with a final comma", JSON, SOUND + ",}", 400),
                post("JSON with something behind it", JSON, SOUND + "} {}", 400),
                post("JSON with single quotes", JSON, "{'host':'a.example'}", 400),
                post("JSON without host", JSON, "{}", 400),
                post("JSON host null", JSON, "{\"host\":null}", 400),
                post("JSON host as number", JSON, "{\"host\":1}", 400),
                post("JSON host as object", JSON, "{\"host\":{\"name\":\"a.example\"}}", 400),
                post("JSON port with a fraction", JSON, SOUND + ",\"port\":443.5}", 400),
                post("JSON port as boolean", JSON, SOUND + ",\"port\":true}", 400),
                post("JSON port 0", JSON, SOUND + ",\"port\":0}", 400),
                post("JSON half of a surrogate pair", JSON, SOUND + ",\"loginId\":\"\\ud800\"}", 400),
                post("JSON control character", JSON, SOUND + ",\"loginId\":\"\\u0007\"}", 400),
                post("JSON that is not UTF-8", JSON, eucKr(SOUND + ",\"loginId\":\"김\"}"), 400),
                post("JSON in UTF-16", JSON, (SOUND + "}").getBytes(StandardCharsets.UTF_16), 400),
                post("JSON too deep", JSON, SOUND + ",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}", 400),
                post("JSON that never closes", JSON, SOUND + ",\"x\":" + "{\"x\":".repeat(10_000), 400),
                post("JSON with an endless number", JSON, SOUND + ",\"port\":" + "9".repeat(5_000) + "}", 400),
                post("JSON in an unknown charset", JSON + "; charset=klingon", SOUND + "}", 415));
    }

    private static Stream<Raw> others() {
        return Stream.of(
                post("text", "text/plain", "host=a.example", 415),
                post("XML", "application/xml", "<host>a.example</host>", 415),
                post("multipart", "multipart/form-data; boundary=b", "--b--", 415),
                post("malformed type", "json", "{}", 415),
                post("more malformed type", "/;;;", "{}", 415),
                new Raw(
                        "no type at all",
                        "POST",
                        PATH,
                        List.of(),
                        "host=a.example".getBytes(StandardCharsets.US_ASCII),
                        415),
                post("body too long", FORM, "host=a.example&x=" + "x".repeat(TracerRequest.LONGEST_BODY_BYTES), 413),
                new Raw("PUT", "PUT", PATH + "?host=a.example", List.of(), new byte[0], 405),
                new Raw("DELETE", "DELETE", PATH + "?host=a.example", List.of(), new byte[0], 405),
                new Raw("PATCH", "PATCH", PATH + "?host=a.example", List.of(), new byte[0], 405),
                new Raw("HEAD", "HEAD", PATH + "?host=a.example", List.of(), new byte[0], 405),
                new Raw("a method in lower case", "get", PATH + "?host=a.example", List.of(), new byte[0], 405));
    }

    /** What the server itself would answer with an empty 200. */
    static Stream<Raw> requestLines() {
        return Stream.of(
                line("path with a bad escape", "/%zz"),
                line("path with an escape cut short", "/%4"),
                line("path with a bare percent", "/%"),
                line("path with an escape of Microsoft's", "/%u0041"),
                line("bad escape behind a path that answers", "/health/live;%zz"),
                line("bad escape behind a session", PATH + ";jsessionid=a;JREPLICA=%zz?host=a.example"),
                line("bad escape of a page", "/%zz.jsp"),
                line("bad escape behind another host", "http://turnkeeper.test/%zz"),
                line("no host before nothing", "http://"),
                line("path that is not UTF-8", "/%ff"),
                line("overlong path", "/%c0%af"),
                line("raw path that is not UTF-8", "/\u00ff"),
                line("path with a NUL", "/%00"),
                line("path with a backslash", "/a%5cb"),
                line("path without a slash", "health/live"),
                line("no path", "?host=a.example"),
                line("star", "*"));
    }

    private static Stream<Raw> hosts() {
        Stream<String> odd = Stream.of(
                "",
                ":80",
                "a.example:-1",
                "a.example:+80",
                "a.example:80:90",
                "a.example:b",
                "a.example:65536",
                "a.example:99999999999",
                "a b",
                "a.example/b",
                "a.example,b",
                "u@a.example",
                "a\\b",
                "a?b",
                "a#b",
                "a%41",
                "*",
                "[::1",
                "[::1]x",
                "[x]",
                "]",
                "x".repeat(70_000));
        return Stream.concat(
                odd.map(host -> host("Host: " + host.substring(0, Math.min(30, host.length())), "Host: " + host)),
                Stream.of(host("two hosts", "Host: a.example", "Host: b.example")));
    }

    private static Raw host(String name, String... lines) {
        return new Raw(name, "GET", "/health/live", List.of(lines), new byte[0], 400);
    }

    private static Raw line(String name, String target) {
        return new Raw(name, "GET", target, List.of(), new byte[0], 400);
    }

    private static Raw query(String name, String query) {
        return new Raw(name, "GET", PATH + query, List.of(), new byte[0], 400);
    }

    private static Raw post(String name, String contentType, String body, int status) {
        return post(name, contentType, body.getBytes(StandardCharsets.UTF_8), status);
    }

    private static Raw post(String name, String contentType, byte[] body, int status) {
        return new Raw(name, "POST", PATH, List.of("Content-Type: " + contentType), body, status);
    }

    private static byte[] eucKr(String text) {
        return text.getBytes(Charset.forName("EUC-KR"));
    }
}
