package dev.turnkeeper.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void fill_escapesWhatItPutsIn() {
        assertEquals(
                "<p data-tk=\"message\">&lt;img src=x onerror=&quot;a&quot;&gt; $1 &amp; \\</p>",
                Html.fill(
                        "<p data-tk=\"message\">old</p>",
                        Map.of("message", "<img src=x onerror=\"a\"> $1 & \\"),
                        key -> ""));
    }

    @Test
    void fill_showsNothingForWhatIsNotKnown() {
        assertEquals("<b data-tk=\"rank\"></b>", Html.fill("<b data-tk=\"rank\">9</b>", Map.of(), key -> ""));
    }

    @Test
    void fill_setsTextsAndLabels() {
        assertEquals(
                "<nav data-say-label=\"choose\" aria-label=\"[choose]\"></nav><b data-say=\"wait\">[wait]</b>",
                Html.fill(
                        "<nav data-say-label=\"choose\"></nav><b data-say=\"wait\"></b>",
                        Map.of(),
                        key -> "[" + key + "]"));
    }

    @Test
    void inScript_cannotEndTheScript() {
        assertFalse(Html.inScript("{\"a\": \"</script><script>\"}").contains("<"));
    }

    @Test
    void custom_leavesNoScriptsAndNothingOfTheHead() {
        String page = Html.custom(
                "<!DOCTYPE html><html><head><meta charset=x><title>T</title><link rel=stylesheet href=//evil>"
                        + "<style>p{}</style><base href=//evil></head><body><main class=a>Hi {{rank}}</main>"
                        + "<SCRIPT src=x>alert(1)</script ></body></html>",
                "n0nce");
        assertEquals("<style nonce=\"n0nce\">p{}</style><main class=a>Hi <span data-tk=\"rank\"></span></main>", page);
    }

    @Test
    void custom_getsAMainWhereItHasNone() {
        assertEquals("<main><p>Hi</p></main>", Html.custom("<p>Hi</p>", "n"));
    }

    @Test
    void page_holdsNothingOfVisitorOrOperatorUnescaped() {
        String evil = "\"><script>alert(1)</script>";
        String html = new Page(new PageFiles())
                .html(
                        Sights.room(dev.turnkeeper.room.Screen.USUAL, Map.of("en", evil)),
                        Sights.refused("held", "{\"detail\":\"" + "</script><script>alert(1)</script>" + "\"}"),
                        new Page.Request(
                                Language.of("en"),
                                Optional.of("https://shop.example.com/?" + evil),
                                "/wait/x?" + evil,
                                "n"));
        assertFalse(html.contains("<script>alert"), html);
        assertFalse(html.contains("\"><script"), html);
    }
}
