package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.SharedValue;
import dev.turnkeeper.ticket.VisitorKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {

    private static final String ELSEWHERE = "198.51.100.1";

    private final InMemoryGrid grid = new InMemoryGrid();
    private final InMemoryGrid.InMemoryState member = grid.member();
    private final Blocking here = new Blocking(member);
    private final Blocking there = new Blocking(grid.member());

    @Test
    void login_isBlockedOnEveryNode_inItsRoomAlone_untilItEnds() {
        Block block = here.login("shop", "kim lee", 60).after().orElseThrow();
        assertEquals(60, left(there, "shop", ELSEWHERE, "kim lee"));
        assertEquals(0, left(there, "shop", ELSEWHERE, "kim"));
        assertEquals(0, left(there, "other", ELSEWHERE, "kim lee"));
        assertEquals(0, left(there, "shop", ELSEWHERE, null));
        assertEquals(List.of("shop"), there.told, "each refusal is counted, and nothing else");
        assertEquals(Optional.of(block), there.blocks.find(block.id()));
        there.tick += 59;
        assertEquals(1, left(there, "shop", ELSEWHERE, "kim lee"));
        assertEquals(1, there.blocks.secondsLeft(block));
        there.tick++;
        assertEquals(0, left(there, "shop", ELSEWHERE, "kim lee"));
        assertEquals(0, there.blocks.secondsLeft(block));
        assertEquals(List.of(), there.blocks.all());
        assertEquals(60, left(here, "shop", ELSEWHERE, "kim lee"), "as this node sees the tick");
    }

    @Test
    void login_isKeptAsAHashAlone() {
        here.login("shop", "kim-secret", 60);
        String stored = new String(
                SharedValue.of("blocks", member.registers(), member.replicated("shared"))
                        .get()
                        .orElseThrow(),
                StandardCharsets.ISO_8859_1);
        assertFalse(stored.contains("secret"));
        assertEquals("ki***", there.blocks.all().get(0).target().toString());
        assertFalse(there.blocks.all().toString().contains("secret"));
    }

    @Test
    void login_isTheOneThatTracerKnows_whateverTheUserAgent() {
        RoomId shop = new RoomId("shop");
        here.login("shop", "::ffff:192.0.2.1", 60);
        assertEquals(
                60, left(here, "shop", ELSEWHERE, "192.0.2.1"), "an address counts in whichever way it is written");
        assertEquals(
                new VisitorKey.Maker(new byte[32]).of(VisitorNames.ofTracer("shop", "kim", Optional.empty())),
                here.blocks.key(shop, "kim"));
    }

    @ParameterizedTest
    @CsvSource({
        // blocked, asked, refused
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "192.0.2.77/32, 192.0.2.77, true",
        "192.0.2.77/32, 192.0.2.76, false",
        "2001:db8::1, 2001:db8::1, true",
        "2001:db8::1, 2001:db8::ffff:1, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "2001:db8::1/64, 2001:db8::2, true",
        "2001:db8::1/128, 2001:db8::1, true",
        "2001:db8::1/128, 2001:db8::2, false",
        "192.0.2.1/24, 192.0.2.200, true",
        "192.0.2.1/24, 192.0.3.1, false",
        "10.0.0.0/8, 10.255.0.1, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
    })
    void addresses_areBlocked(String blocked, String asked, boolean refused) {
        here.addresses("shop", blocked, 60);
        assertEquals(refused ? 60 : 0, left(there, "shop", asked, "anybody"));
        assertEquals(0, left(there, "other", asked, "anybody"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "192.0.2",
                "192.0.2.1/33",
                "192.0.2.1/",
                "0.0.0.0/0",
                "10.0.0.0/7",
                "::/0",
                "::/15"
            })
    void noAddresses_areNoTarget(String text) {
        assertEquals(Optional.empty(), BlockTarget.ofAddresses(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.17, 192.0.2.x",
        "192.0.2.17/24, 192.0.2.0/24",
        "192.0.2.17/28, 192.0.2.x (/28)",
        "2001:db8:1:2:3::4, 2001:db8:1::/48",
        "2001:db8:1:2:3::4/40, 2001:db8::/40",
        "2001:db8:1:2:3::4/72, 2001:db8:1::/48 (/72)",
    })
    void addresses_areShownMasked(String text, String shown) {
        assertEquals(shown, BlockTarget.ofAddresses(text).orElseThrow().toString());
    }

    @Test
    void sameTarget_isBlockedForAsLongAsWasSaidLast() {
        Block first = here.addresses("shop", "192.0.2.1", 60).after().orElseThrow();
        Blocks.Change again = there.addresses("shop", "192.0.2.1", 5);
        assertEquals(Optional.of(first), again.before());
        assertEquals(first.id(), again.after().orElseThrow().id());
        assertEquals(1, here.blocks.all().size());
        assertEquals(5, left(here, "shop", "192.0.2.1", null));
        assertNotEquals(
                first.id(),
                here.addresses("other", "192.0.2.1", 5).after().orElseThrow().id());
    }

    @Test
    void longestBlock_countsWhereSeveralMatch() {
        here.addresses("shop", "192.0.2.1", 10);
        here.addresses("shop", "192.0.2.0/24", 40);
        here.login("shop", "kim", 20);
        assertEquals(40, left(here, "shop", "192.0.2.1", "kim"));
        here.blocks.lift(here.blocks.all().get(1).id());
        assertEquals(20, left(here, "shop", "192.0.2.1", "kim"));
        assertEquals(10, left(here, "shop", "192.0.2.1", "lee"));
    }

    @Test
    void liftedBlock_refusesNobody() {
        Block block = here.login("shop", "kim", 60).after().orElseThrow();
        assertEquals(Optional.of(block), there.blocks.lift(block.id()).before());
        assertEquals(0, left(here, "shop", ELSEWHERE, "kim"));
        assertTrue(here.blocks.in(new RoomId("shop")).isEmpty());
        assertEquals(Blocks.Kind.NO_SUCH_BLOCK, there.blocks.lift(block.id()).kind());
    }

    @Test
    void blockThatIsOver_isForgotten_andCostsNothingAnyMore() {
        Block block = here.login("shop", "kim", 60).after().orElseThrow();
        here.tick += 60;
        assertTrue(here.blocks.in(new RoomId("shop")).isPresent());
        long version = here.blocks.version();
        here.blocks.tidy();
        assertTrue(here.blocks.in(new RoomId("shop")).isEmpty());
        assertNotEquals(version, here.blocks.version());
        assertEquals(Blocks.Kind.NO_SUCH_BLOCK, here.blocks.lift(block.id()).kind());
        assertEquals(Optional.empty(), here.login("shop", "kim", 60).before());
    }

    @Test
    void blocks_areBounded_andThoseThatAreOverDoNotCount() {
        IntStream.range(0, Blocks.MOST_RANGES).forEach(i -> here.addresses("shop", "10." + i + ".0.0/16", 60));
        assertEquals(
                Blocks.Kind.TOO_MANY_RANGES,
                here.addresses("shop", "11.0.0.0/16", 60).kind());
        assertEquals(Blocks.Kind.DONE, here.addresses("shop", "10.0.0.0/16", 90).kind(), "again");
        IntStream.range(Blocks.MOST_RANGES, Blocks.MOST).forEach(i -> here.login("shop", "visitor-" + i, 90));
        assertEquals(Blocks.Kind.TOO_MANY, here.login("shop", "one-more", 60).kind());
        assertEquals(90, left(there, "shop", ELSEWHERE, "visitor-" + (Blocks.MOST - 1)));
        assertEquals(0, left(there, "shop", ELSEWHERE, "one-more"));
        here.tick += 60;
        assertEquals(Blocks.Kind.DONE, here.login("shop", "one-more", 60).kind());
    }

    @Test
    void nodeThatJoins_knowsWhoIsBlocked() {
        here.login("shop", "kim", 60);
        Blocking late = new Blocking(grid.member());
        assertTrue(late.blocks.learn());
        assertEquals(60, left(late, "shop", ELSEWHERE, "kim"));
    }

    /** @param login null where the client says none */
    private static long left(Blocking node, String room, String address, String login) {
        return node.blocks
                .in(new RoomId(room))
                .map(blocks -> blocks.refuses(IpAddress.parse(address).orElseThrow(), () -> Optional.ofNullable(login)))
                .orElse(0L);
    }
}
