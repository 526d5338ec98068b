package dev.turnkeeper.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request as a container hands it over, as far as the door looks at it; anything else fails. */
final class Asking {

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> parameters = new TreeMap<>();
    private String peer = "192.0.2.1";
    private String scheme = "http";
    private String serverName = "localhost";
    private int serverPort = 8080;

    Asking() {
        header("User-Agent", "Phone/1");
    }

    Asking header(String name, String value) {
        headers.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
        return this;
    }

    Asking userAgent(String value) {
        headers.remove("User-Agent");
        return header("User-Agent", value);
    }

    Asking parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    Asking from(String address) {
        peer = address;
        return this;
    }

    Asking at(String asScheme, String name, int port) {
        scheme = asScheme;
        serverName = name;
        serverPort = port;
        return this;
    }

    HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                Asking.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getScheme" -> scheme;
                    case "getServerName" -> serverName;
                    case "getServerPort" -> serverPort;
                    case "getParameter" -> parameters.get(arguments[0]);
                    case "getHeader" ->
                        headers.containsKey(arguments[0])
                                ? headers.get(arguments[0]).get(0)
                                : null;
                    case "getHeaders" -> Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** What is sent along with an answer. */
    static HttpServletResponse response(Map<String, String> sent) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                Asking.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("addHeader")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    sent.put((String) arguments[0], (String) arguments[1]);
                    return null;
                });
    }
}
