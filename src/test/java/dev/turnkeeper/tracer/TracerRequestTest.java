package dev.turnkeeper.tracer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.defence.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracerRequestTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final IpAddress CALLER = IpAddress.parse("203.0.113.9").orElseThrow();
    private static final String LONGEST = "x".repeat(2_048);

    @Test
    void defaults_areFilledIn() {
        assertEquals(
                new TracerRequest(
                        "shop.example.com",
                        "shop.example.com",
                        443,
                        "",
                        "203.0.113.9",
                        "203.0.113.9",
                        "Agent/1",
                        CALLER,
                        Optional.of("KR")),
                sound(query("host=shop.example.com")));
    }

    @Test
    void everything_isAnsweredAsAsked() {
        assertEquals(
                new TracerRequest(
                        "Shop.Example.COM.",
                        "shop.example.com",
                        8080,
                        "/a?b=c",
                        "2001:DB8::1",
                        "kim lee",
                        "UA+",
                        CALLER,
                        Optional.of("KR")),
                sound(query("host=Shop.Example.COM.&port=8080&pageUrl=%2Fa%3Fb%3Dc&ip=2001:DB8::1&loginId=kim+lee"
                        + "&userAgent=UA%2B")));
    }

    @Test
    void empty_meansAbsent() {
        assertEquals(
                sound(query("host=shop.example.com")),
                sound(query("host=shop.example.com&port=&pageUrl=&ip=&loginId=&userAgent=")));
    }

    @Test
    void firstOfRepeatedOnes_counts() {
        assertEquals("a.example", sound(query("host=a.example&host=b.example")).host());
        assertEquals("a", sound(query("host=a.example&loginId=a&loginId=%zz")).loginId());
        assertEquals(
                "a",
                sound(json("{\"host\":\"a.example\",\"loginId\":\"a\",\"loginId\":7}"))
                        .loginId());
        assertEquals(
                "host", refused(query("host=&host=b.example")).errors().get(0).field());
    }

    @Test
    void unknownParameters_areIgnored() {
        assertEquals(
                sound(query("host=a.example")),
                sound(query("_=1&&=&x&host=a.example&utm=100%&Host=other&y=" + "y".repeat(5_000))));
        assertEquals(
                sound(query("host=a.example")),
                sound(json("{\"x\":{\"host\":[1,{}]},\"host\":\"a.example\",\"y\":[[]],\"z\":1e9}")));
    }

    @Test
    void form_isReadInItsCharset() {
        String login = "김철수";
        byte[] escaped = "host=a.example&loginId=%B1%E8%C3%B6%BC%F6".getBytes(StandardCharsets.US_ASCII);
        assertEquals(login, sound(body(FORM + ";charset=EUC-KR", escaped)).loginId());
        byte[] raw = ("host=a.example&loginId=" + login).getBytes(Charset.forName("EUC-KR"));
        assertEquals(login, sound(body(FORM + "; Charset=\"euc-kr\"", raw)).loginId());
        byte[] utf8 = ("host=a.example&loginId=" + login).getBytes(StandardCharsets.UTF_8);
        assertEquals(login, sound(body(FORM, utf8)).loginId());
        assertEquals(login, sound(body(FORM + "; charset=", utf8)).loginId());
    }

    @Test
    void eucKr_isCodePage949AsInBrowsers() {
        byte[] form = "host=a.example&loginId=%8Cc%B9%E6%B0%A2%C7%CF".getBytes(StandardCharsets.US_ASCII);
        assertEquals("똠방각하", sound(body(FORM + ";charset=euc-kr", form)).loginId());
    }

    @Test
    void query_mayHoldKoreanEscapedOrNot() {
        assertEquals("김", sound(query("host=a.example&loginId=%EA%B9%80")).loginId());
        assertEquals("김", sound(query("host=a.example&loginId=김")).loginId());
    }

    @Test
    void jsonPort_isANumberOrAString() {
        assertEquals(8080, sound(json("{\"host\":\"a.example\",\"port\":8080}")).port());
        assertEquals(
                8080, sound(json("{\"host\":\"a.example\",\"port\":\"8080\"}")).port());
        assertEquals(443, sound(json("{\"host\":\"a.example\",\"port\":\"\"}")).port());
        assertEquals(
                443,
                sound(json("{\"host\":\"a.example\",\"port\":null,\"ip\":null}"))
                        .port());
    }

    @Test
    void json_mayHaveAByteOrderMarkAndACharset() {
        assertEquals(
                "a.example", sound(json("\uFEFF {\"host\":\"a.example\"} \n")).host());
        byte[] korean = "{\"host\":\"a.example\",\"loginId\":\"김\"}".getBytes(Charset.forName("EUC-KR"));
        assertEquals("김", sound(body(JSON + ";charset=EUC-KR", korean)).loginId());
    }

    @Test
    void post_mayCarryItsParametersInTheQuery() {
        byte[] form = "host=b.example&loginId=lee".getBytes(StandardCharsets.UTF_8);
        TracerRequest request = sound(TracerRequest.ofBody("host=a.example", FORM, form, defaults("Agent/1")));
        assertEquals("a.example", request.host());
        assertEquals("lee", request.loginId());
        assertEquals(
                "a.example",
                sound(TracerRequest.ofBody("host=a.example", null, new byte[0], defaults("x")))
                        .host());
    }

    @Test
    void longestValue_isTaken() {
        assertEquals(LONGEST, sound(query("host=a.example&loginId=" + LONGEST)).loginId());
        assertEquals(
                "가".repeat(2_048),
                sound(query("host=a.example&pageUrl=" + "%EA%B0%80".repeat(2_048)))
                        .pageUrl());
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, shop.example.com",
        "SHOP.example.com, shop.example.com",
        "shop.example.com., shop.example.com",
        "localhost, localhost",
        "a_b.example, a_b.example",
        "3com.example, 3com.example",
        "192.0.2.1, 192.0.2.1",
        "::1, ::1",
        "[2001:DB8:0::1], 2001:db8::1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "한국.example, xn--3e0b707e.example",
    })
    void host_isMatchedInOneFormAndAnsweredAsAsked(String host, String routeHost) {
        TracerRequest request = sound(query("host=" + host));
        assertEquals(routeHost, request.routeHost());
        assertEquals(host, request.host());
    }

    @Test
    void headerThatDoesNotFit_isCutRatherThanRefused() {
        assertEquals(
                "a b" + "x".repeat(2_045),
                sound(TracerRequest.ofQuery("host=a.example", defaults("a\tb" + "x".repeat(9_000))))
                        .userAgent());
        assertEquals(
                "",
                sound(TracerRequest.ofQuery("host=a.example", defaults(null))).userAgent());
    }

    @Test
    void visitor_isTheLoginIdOrElseTheAddress() {
        TracerRequest byLogin = sound(query("host=a.example&ip=192.0.2.1&loginId=kim"));
        assertArrayEquals(new String[] {"room", "login", "kim"}, byLogin.visitor("room", false));
        assertArrayEquals(new String[] {"room", "login", "kim", "Agent/1"}, byLogin.visitor("room", true));
        String[] byAddress = {"room", "ip", "192.0.2.1"};
        assertArrayEquals(byAddress, sound(query("host=a.example&ip=192.0.2.1")).visitor("room", false));
        assertArrayEquals(
                byAddress, sound(query("host=a.example&ip=::ffff:192.0.2.1")).visitor("room", false));
        assertArrayEquals(
                byAddress,
                sound(query("host=a.example&ip=192.0.2.1&loginId=192.0.2.1")).visitor("room", false));
    }

    static Stream<Arguments> malformedQueries() {
        return Stream.of(
                Arguments.of("", "missing", "host"),
                Arguments.of("host=", "missing", "host"),
                Arguments.of("host", "missing", "host"),
                Arguments.of("HOST=a.example", "missing", "host"),
                Arguments.of("host=%20", "host", "host"),
                Arguments.of("host=a.example:443", "host", "host"),
                Arguments.of("host=[::1]:443", "host", "host"),
                Arguments.of("host=[::1", "host", "host"),
                Arguments.of("host=[]", "host", "host"),
                Arguments.of("host=[192.0.2.1]", "host", "host"),
                Arguments.of("host=fe80::1%25eth0", "host", "host"),
                Arguments.of("host=https://a.example", "host", "host"),
                Arguments.of("host=a.example/path", "host", "host"),
                Arguments.of("host=user@a.example", "host", "host"),
                Arguments.of("host=a..example", "host", "host"),
                Arguments.of("host=.a.example", "host", "host"),
                Arguments.of("host=.", "host", "host"),
                Arguments.of("host=a.example..", "host", "host"),
                Arguments.of("host=-a.example", "host", "host"),
                Arguments.of("host=a-.example", "host", "host"),
                Arguments.of("host=*.example", "host", "host"),
                Arguments.of("host=a%20b.example", "host", "host"),
                Arguments.of("host=a%5Cb", "host", "host"),
                Arguments.of("host=a%25b", "host", "host"),
                Arguments.of("host=a%3Cscript%3E", "host", "host"),
                Arguments.of("host=256.1.1.1", "host", "host"),
                Arguments.of("host=1.2.3", "host", "host"),
                Arguments.of("host=0177.0.0.1", "host", "host"),
                Arguments.of("host=2130706433", "host", "host"),
                Arguments.of("host=" + "a".repeat(64) + ".example", "host", "host"),
                Arguments.of("host=" + "a.".repeat(130) + "example", "host", "host"),
                Arguments.of("host=" + "a".repeat(2_049), "too-long", "host"),
                Arguments.of("host=a%00.example", "control-character", "host"),
                Arguments.of("host=a.example%0D%0AX: 1", "control-character", "host"),
                Arguments.of("host=a%zz", "encoding", "host"),
                Arguments.of("host=a%", "encoding", "host"),
                Arguments.of("host=a%4", "encoding", "host"),
                Arguments.of("host=%ff", "encoding", "host"),
                Arguments.of("host=%C0%80", "encoding", "host"),
                Arguments.of("host=%ED%A0%80", "encoding", "host"),
                Arguments.of("host=a.example&loginId=%B1%E8", "encoding", "loginId"),
                Arguments.of("host=a.example&loginId=%EA%B9", "encoding", "loginId"),
                Arguments.of("host=a.example&%zz=1", "encoding", ""),
                Arguments.of("host=a.example&%ff=1", "encoding", ""),
                Arguments.of("host=a.example&port=0", "port", "port"),
                Arguments.of("host=a.example&port=65536", "port", "port"),
                Arguments.of("host=a.example&port=-1", "port", "port"),
                Arguments.of("host=a.example&port=%2B443", "port", "port"),
                Arguments.of("host=a.example&port=443.0", "port", "port"),
                Arguments.of("host=a.example&port=0x1bb", "port", "port"),
                Arguments.of("host=a.example&port=https", "port", "port"),
                Arguments.of("host=a.example&port=+443", "port", "port"),
                Arguments.of("host=a.example&port=99999999999999999999", "port", "port"),
                Arguments.of("host=a.example&port=%D9%A4%D9%A4%D9%A3", "port", "port"),
                Arguments.of("host=a.example&ip=localhost", "ip", "ip"),
                Arguments.of("host=a.example&ip=1.2.3", "ip", "ip"),
                Arguments.of("host=a.example&ip=1.2.3.256", "ip", "ip"),
                Arguments.of("host=a.example&ip=1.2.3.4:80", "ip", "ip"),
                Arguments.of("host=a.example&ip=1.2.3.4,5.6.7.8", "ip", "ip"),
                Arguments.of("host=a.example&ip=[::1]", "ip", "ip"),
                Arguments.of("host=a.example&ip=fe80::1%25eth0", "ip", "ip"),
                Arguments.of("host=a.example&ip=1::2::3", "ip", "ip"),
                Arguments.of("host=a.example&ip=+1.2.3.4", "ip", "ip"),
                Arguments.of("host=a.example&ip=unknown", "ip", "ip"),
                Arguments.of("host=a.example&loginId=" + LONGEST + "x", "too-long", "loginId"),
                Arguments.of("host=a.example&loginId=a%0Ab", "control-character", "loginId"),
                Arguments.of("host=a.example&loginId=%7F", "control-character", "loginId"),
                Arguments.of("host=a.example&loginId=%C2%85", "control-character", "loginId"),
                Arguments.of("host=a.example&pageUrl=" + LONGEST + "x", "too-long", "pageUrl"),
                Arguments.of("host=a.example&pageUrl=/a%09b", "control-character", "pageUrl"),
                Arguments.of("host=a.example&userAgent=" + LONGEST + "x", "too-long", "userAgent"),
                Arguments.of("host=a.example&userAgent=a%1Bb", "control-character", "userAgent"));
    }

    @ParameterizedTest
    @MethodSource("malformedQueries")
    void malformedQuery_isRefusedWithItsReason(String query, String reason, String field) {
        TracerRejection refused = refused(query(query));
        assertEquals(400, refused.status());
        assertEquals(reason, refused.reason());
        assertEquals(
                field, refused.errors().isEmpty() ? "" : refused.errors().get(0).field());
        assertFalse(refused.detail().isBlank());
        assertTrue(refused.detail().length() < 300, refused.detail());
    }

    @Test
    void rawBytesThatAreNotUtf8_areRefused() {
        assertEquals(
                "encoding",
                refused(TracerRequest.ofQuery("host=a.example&loginId=\u00b1\u00e8", defaults("x")))
                        .reason());
        assertEquals(
                "encoding",
                refused(TracerRequest.ofQuery("host=a.example&loginId=\uAC00", defaults("x")))
                        .reason());
    }

    static Stream<Arguments> malformedJson() {
        String sound = "{\"host\":\"a.example\"";
        return Stream.of(
                Arguments.of("", "json"),
                Arguments.of(" ", "json"),
                Arguments.of("null", "json"),
                Arguments.of("[]", "json"),
                Arguments.of("[{\"host\":\"a.example\"}]", "json"),
                Arguments.of("\"host\"", "json"),
                Arguments.of("443", "json"),
                Arguments.of("{", "json"),
                Arguments.of(sound, "json"),
                Arguments.of(sound + ",}", "json"),
                Arguments.of(sound + "}}", "json"),
                Arguments.of(sound + "} {}", "json"),
                Arguments.of(sound + "} x", "json"),
                Arguments.of("{host:\"a.example\"}", "json"),
                Arguments.of("{'host':'a.example'}", "json"),
                Arguments.of("{\"host\":\"a.example}", "json"),
                Arguments.of("{\"host\":\"a\\qb\"}", "json"),
                Arguments.of("{\"host\":\"a\\u12\"}", "json"),
                Arguments.of("{\"host\":\"a\nb\"}", "json"),
                Arguments.of(sound + ",\"port\":0443}", "json"),
                Arguments.of(sound + ",\"port\":NaN}", "json"),
                Arguments.of(sound + ",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}", "json"),
                Arguments.of(sound + ",\"x\":" + "{\"x\":".repeat(40) + "1" + "}".repeat(40) + "}", "json"),
                Arguments.of(sound + ",\"x\":" + "[".repeat(60_000) + "}", "json"),
                Arguments.of("{}", "missing"),
                Arguments.of("{\"host\":null}", "missing"),
                Arguments.of("{\"host\":\"\"}", "missing"),
                Arguments.of("{\"host\":1}", "type"),
                Arguments.of("{\"host\":true}", "type"),
                Arguments.of("{\"host\":{\"host\":\"a.example\"}}", "type"),
                Arguments.of("{\"host\":[\"a.example\"]}", "type"),
                Arguments.of(sound + ",\"loginId\":12345}", "type"),
                Arguments.of(sound + ",\"port\":443.5}", "type"),
                Arguments.of(sound + ",\"port\":4e2}", "type"),
                Arguments.of(sound + ",\"port\":true}", "type"),
                Arguments.of(sound + ",\"port\":[443]}", "type"),
                Arguments.of(sound + ",\"port\":0}", "port"),
                Arguments.of(sound + ",\"port\":-443}", "port"),
                Arguments.of(sound + ",\"port\":" + "9".repeat(900) + "}", "port"),
                Arguments.of(sound + ",\"port\":" + "9".repeat(2_000) + "}", "json"),
                Arguments.of(sound + ",\"port\":\"https\"}", "port"),
                Arguments.of(sound + ",\"ip\":\"x\"}", "ip"),
                Arguments.of(sound + ",\"loginId\":\"\\u0000\"}", "control-character"),
                Arguments.of(sound + ",\"loginId\":\"\\ud800\"}", "encoding"),
                Arguments.of(sound + ",\"loginId\":\"\\udc00\\ud800\"}", "encoding"),
                Arguments.of(sound + ",\"loginId\":\"" + LONGEST + "x\"}", "too-long"));
    }

    @ParameterizedTest
    @MethodSource("malformedJson")
    void malformedJson_isRefusedWithItsReason(String json, String reason) {
        TracerRejection refused = refused(json(json));
        assertEquals(400, refused.status(), refused::toString);
        assertEquals(reason, refused.reason(), refused::toString);
    }

    @Test
    void bytesThatAreNoText_areRefused() throws Exception {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.write("{\"host\":\"a.example\",\"loginId\":\"".getBytes(StandardCharsets.UTF_8));
        json.write(0xff);
        json.write("\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals("encoding", refused(body(JSON, json.toByteArray())).reason());
        byte[] utf16 = "{\"host\":\"a.example\"}".getBytes(StandardCharsets.UTF_16BE);
        assertEquals("json", refused(body(JSON, utf16)).reason());
        byte[] eucKr = "host=a.example&loginId=김".getBytes(Charset.forName("EUC-KR"));
        assertEquals("encoding", refused(body(FORM, eucKr)).reason());
        byte[] utf8 = "host=a.example&loginId=%EA%B9%80".getBytes(StandardCharsets.UTF_8);
        assertEquals("encoding", refused(body(FORM + ";charset=US-ASCII", utf8)).reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/xml",
                "*/*",
                "json",
                "",
                "application/x-www-form-urlencoded; charset=klingon",
                "application/json; charset=UTF-16",
                "application/x-www-form-urlencoded; charset=ISO-2022-KR",
                "application/json; charset=!",
                "application/x-www-form-urlencoded; charset=IBM037"
            })
    void otherContentType_is415(String contentType) {
        TracerRejection refused = refused(body(contentType, "host=a.example".getBytes(StandardCharsets.UTF_8)));
        assertEquals(415, refused.status());
        assertEquals("media-type", refused.reason());
    }

    @Test
    void bodyWithoutContentType_is415() {
        assertEquals(
                415,
                refused(TracerRequest.ofBody(null, null, new byte[] {'x'}, defaults("x")))
                        .status());
    }

    @Test
    void severalFaults_areAllNamed() {
        TracerRejection refused = refused(query("host=a:1&port=x&ip=y&loginId=%01"));
        assertEquals(
                List.of("host", "port", "ip", "loginId"),
                refused.errors().stream().map(BadField::field).toList());
        assertEquals("host", refused.reason());
    }

    /** As the container hands it out: one character a byte. */
    private static TracerReading query(String query) {
        String bytes = new String(query.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return TracerRequest.ofQuery(bytes, defaults("Agent/1"));
    }

    private static TracerReading json(String json) {
        return body(JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private static TracerReading body(String contentType, byte[] body) {
        return TracerRequest.ofBody(null, contentType, body, defaults("Agent/1"));
    }

    private static TracerRequest.Defaults defaults(@Nullable String userAgent) {
        return new TracerRequest.Defaults(CALLER, Optional.of("KR"), userAgent);
    }

    private static TracerRequest sound(TracerReading reading) {
        return assertInstanceOf(TracerRequest.class, reading, reading::toString);
    }

    private static TracerRejection refused(TracerReading reading) {
        return assertInstanceOf(TracerRejection.class, reading, reading::toString);
    }
}
