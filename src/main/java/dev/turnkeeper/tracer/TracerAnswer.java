package dev.turnkeeper.tracer;

import java.nio.charset.StandardCharsets;

/**
 * The answer as legacy clients know it: these names, in this order. Written by hand, since every poll writes one.
 *
 * @param retryAfterSeconds goes into the header
 * @param bypassed let in by the room's failure mode, which a header says
 */
record TracerAnswer(
        TracerRequest request,
        boolean isWait,
        long waitCnt,
        long limitCnt,
        int sessionTimeoutSeconds,
        long waitQueueSize,
        long waitMyCnt,
        String tracerDomain,
        int retryAfterSeconds,
        boolean bypassed)
        implements TracerOutcome {

    private static final int USUAL_LENGTH = 512;

    byte[] json() {
        StringBuilder json = new StringBuilder(USUAL_LENGTH);
        string(json.append('{'), "host", request.host());
        string(json.append(','), "ip", request.ip());
        string(json.append(','), "loginId", request.loginId());
        number(json.append(','), "port", request.port());
        string(json.append(','), "pageUrl", request.pageUrl());
        string(json.append(','), "isWait", isWait ? "T" : "F");
        number(json.append(','), "waitCnt", waitCnt);
        number(json.append(','), "limitCnt", limitCnt);
        number(json.append(','), "session_time_out", sessionTimeoutSeconds);
        number(json.append(','), "waitQueueSize", waitQueueSize);
        number(json.append(','), "waitMyCnt", waitMyCnt);
        string(json.append(','), "userAgent", request.userAgent());
        string(json.append(','), "tracer_domain", tracerDomain);
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void number(StringBuilder json, String name, long value) {
        json.append('"').append(name).append("\":").append(value);
    }

    private static void string(StringBuilder json, String name, String value) {
        json.append('"').append(name).append("\":\"");
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
