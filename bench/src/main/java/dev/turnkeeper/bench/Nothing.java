package dev.turnkeeper.bench;

import java.nio.charset.StandardCharsets;

/** What both do-nothing ends answer: an answer of TRACER to the calls of this benchmark, but always the same. */
final class Nothing {

    static final String MEDIA_TYPE = "application/json";

    private static final byte[] JSON =
            ("{\"host\":\"shop.example.com\",\"ip\":\"127.0.0.1\",\"loginId\":\"visitor-1234567\",\"port\":443,"
                            + "\"pageUrl\":\"/large/1\",\"isWait\":\"T\",\"waitCnt\":1234567,\"limitCnt\":0,"
                            + "\"session_time_out\":300,\"waitQueueSize\":1000000,\"waitMyCnt\":1234567,"
                            + "\"userAgent\":\"bench\",\"tracer_domain\":\"queue.example.com\"}")
                    .getBytes(StandardCharsets.UTF_8);

    private Nothing() {}

    static byte[] json() {
        return JSON;
    }
}
