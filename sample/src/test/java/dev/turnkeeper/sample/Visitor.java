package dev.turnkeeper.sample;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A browser as far as these tests need one: it keeps cookies and follows redirects. */
final class Visitor {

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient following = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(Redirect.NORMAL)
            .build();
    private final HttpClient looking =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String userAgent;

    Visitor(String userAgent) {
        this.userAgent = userAgent;
    }

    /** Where all redirects lead. */
    HttpResponse<String> go(URI address) throws IOException, InterruptedException {
        return following.send(navigation(address).build(), BodyHandlers.ofString());
    }

    /** The first answer. */
    HttpResponse<String> look(URI address) throws IOException, InterruptedException {
        return looking.send(navigation(address).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(URI address) throws IOException, InterruptedException {
        HttpRequest.Builder request = navigation(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(""));
        return following.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> ajax(URI address) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(address).header("Accept", "application/json");
        return looking.send(request.build(), BodyHandlers.ofString());
    }

    Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst();
    }

    void bring(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create("http://localhost/"), cookie);
    }

    private HttpRequest.Builder navigation(URI address) {
        return request(address).header("Accept", "text/html").header("Accept-Language", "en");
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).header("User-Agent", userAgent);
    }
}
