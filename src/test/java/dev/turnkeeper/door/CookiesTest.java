package dev.turnkeeper.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.room.RoomId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CookiesTest {

    @Test
    void read_takesTheFirstOfExactlyThisName() {
        String header = "tk_shop2=no; xtk_shop=no; TK_SHOP=no; tk_shop=yes; tk_shop=later";
        assertEquals(Optional.of("yes"), read("tk_shop", header));
        assertEquals(Optional.empty(), read("tk_sho", header));
        assertEquals(Optional.empty(), read("tkp_shop", header));
    }

    @Test
    void read_goesThroughAllHeaders_spacesAndQuotes() {
        assertEquals(Optional.of("v"), read("n", "a=b", " n = v "));
        assertEquals(Optional.of("v"), read("n", "$Version=1; n=\"v\""));
        assertEquals(Optional.of("a=b=="), read("n", "n=a=b=="));
        assertEquals(Optional.of("\""), read("n", "n=\""));
        assertEquals(Optional.of("v"), read("n", "n=;;=x;n;n=v"));
    }

    @Test
    void read_findsNothing_whereThereIsNothing() {
        for (String header : List.of("", ";", "n", "n=", "n=\"\"", "=n", "; ;", "a=n")) {
            assertEquals(Optional.empty(), read("n", header), header);
        }
        assertEquals(Optional.empty(), Cookies.read(new Asking().request(), "n"));
    }

    @Test
    void all_keepsTheOrder_overHeaders() {
        Asking asking = new Asking().header("Cookie", "n=1; a=2; n=3").header("Cookie", "n=\"4\"; n=");
        assertEquals(List.of("1", "3", "4"), Cookies.all(asking.request(), "n"));
        assertEquals(List.of(), Cookies.all(asking.request(), "b"));
    }

    @Test
    void rooms_areThoseOfTickets_eachOnce() {
        Asking asking = new Asking()
                .header("Cookie", "tk_shop=a; tkp_other=b; tk_Bad=c; tk_=d; tk_none=; tk-probe=1; tk_shop=e")
                .header("Cookie", "tk_b=f");
        assertEquals(List.of(new RoomId("shop"), new RoomId("b")), Cookies.rooms(asking.request()));
    }

    @Test
    void set_isForThisHostAlone_andNotForScripts() {
        Map<String, String> sent = new TreeMap<>();
        Cookies.set(Asking.response(sent), "tk_shop", "v", 60, true);
        assertEquals(Map.of("Set-Cookie", "tk_shop=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"), sent);
        Cookies.set(Asking.response(sent), "tk_shop", "", 0, false);
        assertEquals(Map.of("Set-Cookie", "tk_shop=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"), sent);
    }

    @Test
    void probe_isBackWithItsCookie_andKnowsWhomItSentRound() {
        Map<String, String> sent = new TreeMap<>();
        CookieProbe.send(Asking.response(sent), false);
        String cookie = sent.get("Set-Cookie");
        Asking back = new Asking().header("Cookie", cookie.substring(0, cookie.indexOf(';')));
        assertEquals(true, CookieProbe.isBack(back.request()));
        assertEquals(false, CookieProbe.isBack(new Asking().request()));
        String query = CookieProbe.mark("return=x");
        assertEquals("return=x&", query.substring(0, 9));
        String[] parameter = CookieProbe.mark("").split("=");
        assertEquals(
                true,
                CookieProbe.wasSent(
                        new Asking().parameter(parameter[0], parameter[1]).request()));
        assertEquals(
                false, CookieProbe.wasSent(new Asking().parameter("return", "x").request()));
    }

    private static Optional<String> read(String name, String... headers) {
        Asking asking = new Asking();
        for (String header : headers) {
            asking.header("Cookie", header);
        }
        return Cookies.read(asking.request(), name);
    }
}
