package dev.turnkeeper.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    private static final List<String> ALL = List.of("ko", "en", "ja", "zh");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ja             | ko | ja", // chosen
                "               | ko-KR,ko;q=0.9,en;q=0.8 | ko",
                "               | fr-FR,fr;q=0.9,zh-CN;q=0.8 | zh",
                "               | en;q=0.5,ja;q=0.9 | ja",
                "               | fr | ko", // the room's first
                "               | ,;q=x!! | ko", // malformed
                "xx             | en | en" // none that is offered
            })
    void pick_takesTheChosenOneElseTheBrowsersElseTheFirst(String chosen, String header, String expected) {
        assertEquals(
                expected,
                Language.pick(ALL, Optional.ofNullable(chosen), Optional.of(header))
                        .code());
    }

    @Test
    void pick_takesNoneThatTheRoomDoesNotOffer() {
        assertEquals(
                "en",
                Language.pick(List.of("en"), Optional.of("ko"), Optional.of("ko"))
                        .code());
    }

    /** As words.js says it. */
    @ParameterizedTest
    @CsvSource({"5,40,Under a minute", "5,90,1–2 min", "180,300,3–5 min", "300,300,5 min", "5400,9000,1.5–2.5 h"})
    void eta_isARange(long low, long high, String expected) {
        assertEquals(expected, Language.of("en").eta(low, high));
    }

    @Test
    void numbersAndMinutes_areWrittenAsTheLanguageDoes() {
        Language korean = Language.of("ko");
        assertEquals("1,234,567", korean.number(1_234_567));
        assertEquals("2분", korean.minutes(120));
        assertEquals("2.5분", korean.minutes(150));
    }
}
