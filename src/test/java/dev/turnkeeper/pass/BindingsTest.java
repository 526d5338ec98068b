package dev.turnkeeper.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.BindTo;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingsTest {

    private static final VisitorTraits ANN = new VisitorTraits("Phone/1", "192.0.2.1", Optional.of("ann"));

    private Bindings bindings;

    @BeforeEach
    void keys() throws Exception {
        bindings = new Bindings(new Ring().node());
    }

    @Test
    void nothing_bindsNobody() {
        assertEquals(Bindings.NOBODY, bindings.of(Set.of(), ANN));
        assertTrue(bindings.matches(Bindings.NOBODY, ANN));
    }

    @Test
    void each_holdsItsOwnTraitAndNoOther() {
        VisitorTraits device = new VisitorTraits("Other/2", ANN.ip(), ANN.login());
        VisitorTraits network = new VisitorTraits(ANN.userAgent(), "192.0.2.2", ANN.login());
        VisitorTraits person = new VisitorTraits(ANN.userAgent(), ANN.ip(), Optional.of("bob"));
        VisitorTraits nobody = new VisitorTraits(ANN.userAgent(), ANN.ip(), Optional.empty());
        long userAgent = bindings.of(EnumSet.of(BindTo.USER_AGENT), ANN);
        long ip = bindings.of(EnumSet.of(BindTo.IP), ANN);
        long login = bindings.of(EnumSet.of(BindTo.LOGIN), ANN);
        assertFalse(bindings.matches(userAgent, device));
        assertTrue(bindings.matches(userAgent, network) && bindings.matches(userAgent, person));
        assertFalse(bindings.matches(ip, network));
        assertTrue(bindings.matches(ip, device) && bindings.matches(ip, nobody));
        assertFalse(bindings.matches(login, person) || bindings.matches(login, nobody));
        assertTrue(bindings.matches(login, device) && bindings.matches(login, network));
        long all = bindings.of(EnumSet.allOf(BindTo.class), ANN);
        assertTrue(bindings.matches(all, ANN));
        assertFalse(bindings.matches(all, device) || bindings.matches(all, network) || bindings.matches(all, person));
    }

    @Test
    void noLogin_isNotTheLoginOfNobody() {
        VisitorTraits none = new VisitorTraits("", "", Optional.empty());
        VisitorTraits empty = new VisitorTraits("", "", Optional.of(""));
        assertNotEquals(bindings.of(EnumSet.of(BindTo.LOGIN), none), bindings.of(EnumSet.of(BindTo.LOGIN), empty));
    }

    @Test
    void madeUp_matchesNobody() {
        long real = bindings.of(EnumSet.of(BindTo.USER_AGENT), ANN);
        assertFalse(bindings.matches(real ^ 8, ANN));
        assertFalse(bindings.matches(real & ~7, ANN));
        assertFalse(bindings.matches(8, ANN));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:1:2:3, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "2001:db8::1, 2001:db8::2, true",
        "2001:db8::1, 2001:db8:0:0:5:6:7:8, true",
        "::1, ::2, true",
        "::, ::1, true",
        "fe80::1:2:3:4, fe80::9, true",
        "1:2:3::5:6:7:8, 1:2:3:0:9:9:9:9, true",
        "1:2::4:5:6:7:8, 1:2:0:4::1, true",
        "192.0.2.1, 192.0.2.2, false"
    })
    void addresses_countByTheirNetwork(String one, String other, boolean same) {
        long bound = bindings.of(EnumSet.of(BindTo.IP), new VisitorTraits("", one, Optional.empty()));
        assertEquals(same, bindings.matches(bound, new VisitorTraits("", other, Optional.empty())));
    }
}
