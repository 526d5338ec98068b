package dev.turnkeeper.tracer;

import dev.turnkeeper.defence.Asker;
import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.IpAddress;
import dev.turnkeeper.defence.VisitorNames;
import jakarta.servlet.http.HttpServletRequest;
import java.net.IDN;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sound request: every field as asked, defaults filled in.
 *
 * @param host as asked
 * @param routeHost the host as routes name it: lower-case ASCII, no final dot, no brackets
 * @param caller where the request came from, as the connection says, whatever {@code ip} says
 * @param country where the visitor is, as a trusted proxy says it
 */
record TracerRequest(
        String host,
        String routeHost,
        int port,
        String pageUrl,
        String ip,
        String loginId,
        String userAgent,
        IpAddress caller,
        Optional<String> country)
        implements TracerReading {

    /**
     * Longer bodies are refused, whatever they hold. Six values of 2,048 characters, nine bytes each ({@code %EA%B0%80}), and their
     * names fit.
     */
    static final int LONGEST_BODY_BYTES = 128 * 1024;

    private static final int LONGEST = 2_048;
    private static final int DEFAULT_PORT = 443;
    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int SHOWN = 60;
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)\"?", Pattern.CASE_INSENSITIVE);

    /**
     * What the connection says, for what the client does not.
     *
     * @param userAgent the header; null where there is none
     */
    record Defaults(
            IpAddress caller,
            Optional<String> country,
            @Nullable String userAgent) {

        static Defaults of(HttpServletRequest request, Callers callers) {
            return new Defaults(
                    callers.of(request).address(), callers.country(request), request.getHeader("User-Agent"));
        }
    }

    static TracerReading ofQuery(@Nullable String query, Defaults defaults) {
        Parameters parameters = new Parameters();
        if (query != null) {
            parameters.addQuery(query);
        }
        return check(parameters, defaults);
    }

    /** As servlets do, the query goes before a body. */
    static TracerReading ofBody(@Nullable String query, @Nullable String contentType, byte[] body, Defaults defaults) {
        if (body.length > LONGEST_BODY_BYTES) {
            return new TracerRejection(
                    413, "too-large", "the body has more than " + LONGEST_BODY_BYTES + " bytes, the most it may have");
        }
        Parameters parameters = new Parameters();
        if (query != null) {
            parameters.addQuery(query);
        }
        if (contentType != null || body.length > 0) {
            String type = contentType == null ? "" : contentType;
            Matcher named = CHARSET.matcher(type);
            Optional<Charset> charset =
                    named.find() ? Text.charset(named.group(1)) : Optional.of(StandardCharsets.UTF_8);
            if (charset.isEmpty()) {
                return new TracerRejection(
                        415,
                        "media-type",
                        "the charset of " + shown(type) + " is not known here: send UTF-8, or another one that"
                                + " extends ASCII, such as EUC-KR");
            }
            switch (type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT)) {
                case "application/x-www-form-urlencoded" -> parameters.addForm(body, charset.get());
                case "application/json" -> parameters.addJson(body, charset.get());
                default -> {
                    return new TracerRejection(
                            415,
                            "media-type",
                            "Content-Type is " + shown(type)
                                    + ": send application/x-www-form-urlencoded or application/json");
                }
            }
        }
        return check(parameters, defaults);
    }

    private static TracerReading check(Parameters parameters, Defaults defaults) {
        List<BadField> bad = new ArrayList<>(parameters.bad());
        if (!bad.isEmpty()) {
            return TracerRejection.badFields(bad);
        }
        String host = text(parameters, "host", bad).orElse("");
        Optional<String> routeHost = routeHost(host);
        if (host.isEmpty() && bad.isEmpty()) {
            bad.add(new BadField(
                    "host", "missing", "is required: the host name of the service, such as shop.example.com"));
        } else if (routeHost.isEmpty() && bad.isEmpty()) {
            bad.add(new BadField(
                    "host", "host", shown(host) + " is no host name or IP address; a port goes into the field port"));
        }
        int port =
                text(parameters, "port", bad).map(digits -> port(digits, bad)).orElse(DEFAULT_PORT);
        String pageUrl = text(parameters, "pageUrl", bad).orElse("");
        String ip =
                text(parameters, "ip", bad).orElseGet(() -> defaults.caller().toString());
        if (IpAddress.parse(ip).isEmpty()) {
            bad.add(new BadField("ip", "ip", shown(ip) + " is no IPv4 or IPv6 address (no name, no port, no zone)"));
        }
        String loginId = text(parameters, "loginId", bad).orElse(ip);
        String userAgent = text(parameters, "userAgent", bad).orElseGet(() -> cleaned(defaults.userAgent()));
        return bad.isEmpty()
                ? new TracerRequest(
                        host,
                        routeHost.orElseThrow(),
                        port,
                        pageUrl,
                        ip,
                        loginId,
                        userAgent,
                        defaults.caller(),
                        defaults.country())
                : TracerRejection.badFields(bad);
    }

    /** To access rules the login and the user agent are what the client says, the rest what the connection does. */
    Asker asker() {
        return new Asker(caller, () -> userAgent, () -> country, () -> Optional.of(loginId));
    }

    /** What tells this visitor from others in a room. One that sends its address as login id is the one that sends none. */
    String[] visitor(String room, boolean byUserAgent) {
        return VisitorNames.ofTracer(room, loginId, byUserAgent ? Optional.of(userAgent) : Optional.empty());
    }

    private static Optional<String> text(Parameters parameters, String field, List<BadField> bad) {
        Optional<String> value = parameters.get(field);
        value.map(TracerRequest::unsound)
                .ifPresent(wrong -> bad.add(new BadField(field, wrong.reason(), wrong.detail())));
        return value;
    }

    private static @Nullable BadField unsound(String value) {
        if (value.length() > LONGEST) {
            return new BadField(
                    "", "too-long", "has " + value.length() + " characters: " + LONGEST + " are the most it may have");
        }
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (Character.isISOControl(c)) {
                return new BadField("", "control-character", "holds a control character: send text in one line");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, at + 1 < value.length() ? value.charAt(at + 1) : ' ')) {
                    return new BadField("", "encoding", "holds half a surrogate pair: send whole characters");
                }
                at++;
            }
        }
        return null;
    }

    private static int port(String digits, List<BadField> bad) {
        boolean number = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            bad.add(new BadField("port", "port", shown(digits) + " is no port: send a whole number, 1 to 65535"));
        }
        return port;
    }

    private static Optional<String> routeHost(String host) {
        boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        Optional<IpAddress> address = IpAddress.parse(bare);
        if (address.isPresent() || bracketed) {
            return bare.indexOf(':') < 0 && bracketed ? Optional.empty() : address.map(IpAddress::toString);
        }
        try {
            String name = (isAscii(host) ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED)).toLowerCase(Locale.ROOT);
            String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            return isHostName(whole) ? Optional.of(whole) : Optional.empty();
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Labels of {@code a-z 0-9 _}, hyphens inside. What ends in a number is meant as an IPv4 address, and was none. */
    private static boolean isHostName(String name) {
        if (name.length() > LONGEST_HOST) {
            return false;
        }
        int from = 0;
        boolean number = true;
        while (from <= name.length()) {
            int dot = name.indexOf('.', from);
            int end = dot < 0 ? name.length() : dot;
            if (from == end || end - from > LONGEST_LABEL || name.charAt(from) == '-' || name.charAt(end - 1) == '-') {
                return false;
            }
            number = true;
            for (int at = from; at < end; at++) {
                char c = name.charAt(at);
                boolean digit = c >= '0' && c <= '9';
                number &= digit;
                if (!digit && (c < 'a' || c > 'z') && c != '_' && c != '-') {
                    return false;
                }
            }
            from = end + 1;
        }
        return !number;
    }

    /** A header is not the client's parameter: what does not fit is cut rather than refused. */
    private static String cleaned(@Nullable String header) {
        if (header == null) {
            return "";
        }
        // The container makes one character of each byte, but apps name themselves in UTF-8.
        String text = Text.decode(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .orElse(header);
        StringBuilder fitting = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (fitting.length() + Character.charCount(character) > LONGEST) {
                break;
            }
            fitting.appendCodePoint(Character.isISOControl(character) ? ' ' : character);
        }
        return fitting.toString();
    }

    private static String shown(String value) {
        return '"' + (value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value) + '"';
    }
}
