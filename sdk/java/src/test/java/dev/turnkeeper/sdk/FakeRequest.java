package dev.turnkeeper.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A visitor's request, as a browser would send it. */
record FakeRequest(String method, String target, Map<String, List<String>> all) implements ShopRequest {

    static FakeRequest navigation(String target) {
        return new FakeRequest("GET", target, Map.of())
                .with("User-Agent", Mint.BROWSER)
                .with("Sec-Fetch-Mode", "navigate");
    }

    static FakeRequest ajax(String target) {
        return new FakeRequest("GET", target, Map.of())
                .with("User-Agent", Mint.BROWSER)
                .with("Sec-Fetch-Mode", "cors")
                .with("Accept", "application/json");
    }

    FakeRequest by(String otherMethod) {
        return new FakeRequest(otherMethod, target, all);
    }

    FakeRequest with(String name, String value) {
        Map<String, List<String>> headers = new TreeMap<>(all);
        List<String> values = new ArrayList<>(headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        values.add(value);
        headers.put(name.toLowerCase(Locale.ROOT), values);
        return new FakeRequest(method, target, headers);
    }

    @Override
    public List<String> headers(String name) {
        return all.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public String address() {
        return "192.0.2.7";
    }
}
