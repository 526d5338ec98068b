package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfiguredMembersTest {

    private final Map<String, Set<String>> names = new HashMap<>(Map.of("node-1", Set.of("10.0.0.1")));
    private final List<Runnable> waiting = new ArrayList<>();

    @Test
    void name_isFoundByItsNumber_onceLookedUp() {
        ConfiguredMembers members = members("node-1:6900", "node-2:6900");
        assertEquals(Optional.empty(), members.names("10.0.0.1:6900"));
        lookUp(members);
        assertEquals(Optional.of(true), members.names("10.0.0.1:6900"));
        assertEquals(Optional.empty(), members.names("10.0.0.9:6900"), "it could be node-2");
        names.put("node-2", Set.of("10.0.0.2"));
        lookUp(members);
        assertEquals(Optional.of(false), members.names("10.0.0.9:6900"));
        assertEquals(Optional.of(false), members.names("10.0.0.1:6901"), "another port is another node");
    }

    @Test
    void name_keepsItsNumber_whenTheNameServerFails() {
        ConfiguredMembers members = members("node-1:6900");
        lookUp(members);
        names.clear();
        lookUp(members);
        assertEquals(Optional.of(true), members.names("10.0.0.1:6900"));
    }

    @Test
    void missing_leavesOutWhoMayBeThereUnderANumber() {
        ConfiguredMembers members = members("node-1:6900", "node-2:6900");
        lookUp(members);
        assertEquals(List.of("node-2:6900"), members.missing(Set.of("10.0.0.1:6900")));
        assertEquals(List.of(), members.missing(Set.of("10.0.0.1:6900", "10.0.0.2:6900")));
        assertEquals(List.of("node-1:6900", "node-2:6900"), members.missing(Set.of()));
    }

    @Test
    void numbersOfSixteenBytes_areRead() {
        ConfiguredMembers members = members("[2001:db8::1]:6900", "2001:db8::2");
        assertEquals(Optional.of(true), members.names("2001:db8::1:6900"));
        assertEquals(Optional.of(true), members.names("2001:db8::2:5701"), "no port: any");
    }

    @Test
    void settingsThatNameNobody_sayNothing() {
        ConfiguredMembers members = members();
        lookUp(members);
        assertEquals(Optional.empty(), members.names("10.0.0.1:6900"));
        assertEquals(List.of(), members.missing(Set.of("10.0.0.1:6900")));
    }

    @Test
    void secondLookUp_waitsForTheFirst() {
        ConfiguredMembers members = members("node-1:6900");
        members.refresh();
        members.refresh();
        assertEquals(1, waiting.size());
    }

    private ConfiguredMembers members(String... members) {
        return new ConfiguredMembers(List.of(members), host -> names.getOrDefault(host, Set.of()), waiting::add);
    }

    private void lookUp(ConfiguredMembers members) {
        members.refresh();
        waiting.forEach(Runnable::run);
        waiting.clear();
    }
}
