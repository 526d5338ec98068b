package dev.turnkeeper.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnwardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User-Id",
                "x-user-type",
                "X_User_Id",
                "X-User_Id",
                "X-Turnkeeper-Visitor",
                "X-Turnkeeper-Pass",
                "x_turnkeeper_room",
                "X-Forwarded-For",
                "X_Forwarded_Host",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Real-IP",
                "Forwarded",
                "Proxy"
            })
    void whatOnlyAGatewayMaySay_isNotTheClients(String name) {
        assertTrue(Onward.isGateways(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"User-Agent", "X-Requested-With", "Cookie", "Authorization", "X-Userland", "Proxy-Thing", "Via"})
    void whatAClientSays_goesOn(String name) {
        assertFalse(Onward.isGateways(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Transfer-Encoding ", "Content Length", "X:Y", "X\tY", "X\u00e9", "X(Y)", "\"X\""})
    void nameThatIsNone_isSeen(String name) {
        assertFalse(Onward.isName(name));
    }

    @Test
    void name_mayHoldEverySignOfAToken() {
        assertTrue(Onward.isName("aZ09!#$%&'*+-.^_`|~"));
    }

    @Test
    void cookies_goOnWithoutOurs() {
        Set<String> ours = Set.of("tk_shop", "tkp_shop");
        assertEquals(
                Optional.of("a=1; tk_else=2; b=\"x=y\""),
                Onward.cookies("a=1; tk_shop=secret;tkp_shop=a.b.c; ; tk_else=2; b=\"x=y\"", ours::contains));
        assertEquals(Optional.empty(), Onward.cookies("tk_shop=secret; tkp_shop = x", ours::contains));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "a=1&b=%2F → a=1&b=%2F",
                "a=1&tk_pass=x.y.z&b=2 → a=1&b=2",
                "q={1}|[2]^ → q=%7B1%7D%7C[2]%5E",
                "100%&x=%zz → 100%25&x=%25zz",
                "a=\u00ed\u0095\u009c → a=%ED%95%9C",
                "a=&&b → a=&&b"
            })
    void query_goesOnInOneReading(String sent, String onward) {
        assertEquals(Optional.of(onward), Onward.query(sent));
    }

    @Test
    void query_ofAPassAlone_isNone() {
        assertEquals(Optional.empty(), Onward.query("tk_pass=x.y.z"));
        assertEquals(Optional.of(""), Onward.query(""));
    }
}
