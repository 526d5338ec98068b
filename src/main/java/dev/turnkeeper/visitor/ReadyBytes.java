package dev.turnkeeper.visitor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

/** An answer that many get: its bytes, the same compressed, and its name for caches. */
final class ReadyBytes {

    private final byte[] plain;
    private final byte[] zipped;
    private final String tag;
    private final String zippedTag;

    ReadyBytes(byte[] plain) {
        this.plain = plain;
        this.zipped = zip(plain);
        CRC32C crc = new CRC32C();
        crc.update(plain);
        String hash = Long.toHexString(crc.getValue()) + '-' + Integer.toHexString(plain.length);
        this.tag = '"' + hash + '"';
        this.zippedTag = '"' + hash + "-gzip\"";
    }

    /** 304 to who has it already. */
    void send(HttpServletRequest request, HttpServletResponse response, String cacheControl) throws IOException {
        boolean zips = accepts(request.getHeader("Accept-Encoding"));
        response.setHeader("Cache-Control", cacheControl);
        response.addHeader("Vary", "Accept-Encoding");
        response.setHeader("ETag", zips ? zippedTag : tag);
        if (isKnown(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] bytes = zips ? zipped : plain;
        response.setContentType("application/json");
        if (zips) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
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

    /** Whether gzip is named, and not by {@code q=0}. */
    private static boolean accepts(String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            String name = coding.strip();
            if (name.startsWith("gzip")) {
                return !name.replace(" ", "").matches("gzip;q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static byte[] zip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
