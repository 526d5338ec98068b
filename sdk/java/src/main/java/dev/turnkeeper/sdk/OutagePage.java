package dev.turnkeeper.sdk;

import java.util.Locale;
import java.util.Optional;

/** What a visitor reads while the waiting room cannot be reached and the service stays closed. Tries again by itself. */
final class OutagePage {

    /** Like the waiting page's own calm states; light and dark come from the browser. */
    private static final String STYLE =
            "body{display:flex;min-height:100vh;margin:0;padding:1.5rem;box-sizing:border-box;font:1rem/1.6 system-ui,"
                    + "-apple-system,\"Segoe UI\",\"Apple SD Gothic Neo\",\"Noto Sans KR\",\"Malgun Gothic\",sans-serif;"
                    + "word-break:keep-all;overflow-wrap:anywhere}main{max-width:36rem;margin:auto;text-align:center;"
                    + "text-wrap:balance}h1{margin:0;font-size:clamp(1.625rem,6vw,2.25rem);line-height:1.35}"
                    + "p{margin:.5rem 0 0;opacity:.8}";

    private OutagePage() {}

    static String of(Optional<String> acceptLanguage) {
        boolean korean = acceptLanguage
                .map(language -> language.toLowerCase(Locale.ROOT).startsWith("ko"))
                .orElse(false);
        return korean
                ? page("ko", "잠시만 기다려 주세요", "접속이 잠시 원활하지 않습니다. 이 화면은 10초마다 자동으로 다시 시도하며, 이미 받은 순번은 유지됩니다.")
                : page(
                        "en",
                        "One moment, please",
                        "The way in is not available just now. This page tries again every ten seconds; a place you already have is kept.");
    }

    private static String page(String language, String title, String text) {
        return "<!doctype html><html lang=\"" + language + "\"><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"10\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>" + title + "</title><style>" + STYLE
                + "</style><main><h1>" + title + "</h1><p role=\"status\">" + text + "</p></main></html>";
    }
}
