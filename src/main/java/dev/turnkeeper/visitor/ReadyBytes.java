package dev.turnkeeper.visitor;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.answer.Gzip;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An answer that many get: its bytes, the same compressed, and its name for caches. */
final class ReadyBytes {

    private final byte[] plain;
    private volatile byte @Nullable [] zipped;
    private final String tag;
    private final String zippedTag;

    ReadyBytes(byte[] plain) {
        this.plain = plain;
        CRC32C crc = new CRC32C();
        crc.update(plain);
        String hash = Long.toHexString(crc.getValue()) + '-' + Integer.toHexString(plain.length);
        this.tag = '"' + hash + '"';
        this.zippedTag = '"' + hash + "-gzip\"";
    }

    /** 304 to who has it already. */
    void send(HttpServletRequest request, HttpServletResponse response, String cacheControl) throws IOException {
        boolean zips = Gzip.isTakenBy(request);
        response.setHeader("Cache-Control", cacheControl);
        response.addHeader("Vary", "Accept-Encoding");
        response.setHeader("ETag", zips ? zippedTag : tag);
        if (isKnown(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        if (zips) {
            Gzip.mark(response);
        }
        Answers.json(zips ? zipped() : plain, cacheControl, request, response);
    }

    /** Made for the first who takes it; a 304 needs none. */
    private byte[] zipped() {
        byte[] known = zipped;
        if (known == null) {
            known = Gzip.zip(plain);
            zipped = known;
        }
        return known;
    }

    private boolean isKnown(String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String known : ifNoneMatch.split(",")) {
            String given = known.strip();
            String strong = given.startsWith("W/") ? given.substring(2) : given;
            if (strong.equals("*") || strong.equals(tag) || strong.equals(zippedTag)) {
                return true;
            }
        }
        return false;
    }
}
