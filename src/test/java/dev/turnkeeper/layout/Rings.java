package dev.turnkeeper.layout;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may import whom. Change a line here where a package is given a new neighbour, and say why beside it. Packages that
 * do not exist yet have their line already.
 */
public final class Rings {

    private static final String ROARING = "org.roaringbitmap..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String JAKARTA = "jakarta..";
    private static final String MICROPROFILE = "org.eclipse.microprofile..";

    /**
     * @param ours packages of ours it may import
     * @param others packages of libraries it may import, the JDK and jspecify apart
     */
    public record Allowed(Set<String> ours, List<String> others) {}

    static final Map<String, Allowed> ALLOWED = new LinkedHashMap<>();

    private static void ring(String name, Set<String> ours, String... others) {
        ALLOWED.put(name, new Allowed(ours, List.of(others)));
    }

    private static Set<String> with(Set<String> ours, String... more) {
        Set<String> all = new HashSet<>(ours);
        all.addAll(List.of(more));
        return all;
    }

    static {
        // 0: pure
        ring("queue", Set.of(), ROARING);
        ring("room", Set.of("state"), JACKSON); // its YAML reader and codec
        ring("ticket", Set.of());
        ring("state", Set.of());
        // 1: core, no container
        ring("tick", Set.of("queue", "room", "state"));
        ring("visit", Set.of("queue", "room", "ticket", "pass", "tick", "state"));
        ring("pass", Set.of("room", "ticket", "state"), "com.nimbusds.."); // room: for how long, bound to what
        ring("rehearsal", Set.of("queue", "room", "tick", "visit", "state"));
        // 2: fronts, which never know each other
        // ticket: a front makes the visitor's key out of what its request says
        Set<String> front = Set.of("visit", "room", "ticket", "pass", "defence", "problem", "answer");
        ring("tracer", front, JAKARTA, MICROPROFILE, JACKSON);
        ring("offline", front, JAKARTA, MICROPROFILE, JACKSON);
        // Of web visitors: what they do alike with tickets, and event streams.
        ring("door", with(front, "stream"), JAKARTA, MICROPROFILE);
        ring("stream", Set.of(), JAKARTA);
        for (String name : List.of("lineup", "screen")) {
            ring(name, with(front, "door", "stream"), JAKARTA, MICROPROFILE, JACKSON);
        }
        ring("gate", with(front, "door"), JAKARTA, MICROPROFILE, "org.eclipse.jetty..", "org.slf4j.."); // gateway mode
        ring("script", Set.of("answer"), JAKARTA);
        // queue: the public table of who is gone
        ring("visitor", with(front, "door", "stream", "queue"), JAKARTA, MICROPROFILE, JACKSON);
        // defence: which address it was that guessed
        Set<String> office =
                Set.of("visit", "room", "pass", "stats", "account", "audit", "notice", "state", "defence", "problem");
        ring(
                "operator",
                with(office, "stream", "answer", "ticket"),
                JAKARTA,
                MICROPROFILE,
                JACKSON); // stream: how rooms stand now
        ring("audit", Set.of("state"));
        ring("account", Set.of("state"), JAKARTA, MICROPROFILE, "com.nimbusds.."); // its tokens
        ring("console", Set.of("answer", "problem"), JAKARTA);
        // ticket: who is blocked is known by a visitor's key
        ring("defence", Set.of("room", "ticket", "state", "problem"), JAKARTA, MICROPROFILE);
        // queue, tick: what every node knows of each tick is what is counted
        ring("stats", Set.of("queue", "tick", "state"), "org.HdrHistogram..");
        ring(
                "report",
                Set.of("stats", "room", "account", "problem", "answer"),
                JAKARTA,
                MICROPROFILE,
                JACKSON); // its CSV
        ring("threshold", Set.of("visit", "room", "state", "stats"), JAKARTA, MICROPROFILE);
        ring("schedule", Set.of("visit", "room", "state"), JAKARTA, MICROPROFILE);
        // defence: which addresses it may call
        ring(
                "notice",
                Set.of("state", "defence", "answer"),
                "io.cloudevents..",
                "org.eclipse.jetty..",
                "javax.net.ssl..");
        ring("answer", Set.of(), JAKARTA);
        ring("problem", Set.of("answer"), JAKARTA, MICROPROFILE, JACKSON);
        // 3: adapters
        ring(
                "grid",
                Set.of("state"),
                "com.hazelcast..",
                "javax.naming..",
                JAKARTA,
                MICROPROFILE); // the server's own instance
        ring("store", Set.of("stats"), "org.h2.."); // stats: its shelf
        ring("journal", Set.of("state"), "org.h2..", JAKARTA, MICROPROFILE);
        // 4: node knows everything, and nobody knows node
    }

    /** Where these libraries may show at all. */
    static final Map<String, Set<String>> ONLY_IN = Map.of(
            "com.hazelcast..", Set.of("grid"),
            "org.h2..", Set.of("journal", "store"),
            "org.HdrHistogram..", Set.of("stats"),
            "java.sql..", Set.of("threshold"), // its JDBC sensor
            "javax.sql..", Set.of("threshold"),
            "org.roaringbitmap..", Set.of("queue"),
            "org.eclipse.jetty..", Set.of("gate", "notice"),
            "io.cloudevents..", Set.of("notice"),
            "com.fasterxml.jackson..", Set.of("room", "operator", "report", "problem", "tracer", "screen", "visitor"));

    /** Where the real clocks are read; everybody else is given one. */
    static final Set<String> CLOCKS = Set.of("node");

    /** Where there is neither chance nor a second thread. */
    static final Set<String> STILL =
            Set.of("queue", "ticket"); // room: its book waits for a register, and passes an interrupt on

    /** Fronts: their records are wire formats, public for those that write them. */
    static final Set<String> WIRED = Set.of(
            "answer",
            "tracer",
            "visitor",
            "lineup",
            "offline",
            "gate",
            "screen",
            "door",
            "stream",
            "operator",
            "report",
            "console",
            "account",
            "audit",
            "defence",
            "problem");

    /** Used elsewhere in ways that byte code does not show: constants are copied, a lambda names no interface. */
    static final Set<String> USED_UNSEEN = Set.of(
            "dev.turnkeeper.account.Roles",
            "dev.turnkeeper.door.Entered",
            "dev.turnkeeper.door.Shown",
            "dev.turnkeeper.pass.LoginCheck", // only its parts are named
            "dev.turnkeeper.pass.PassCheck",
            "dev.turnkeeper.pass.HandOver",
            "dev.turnkeeper.pass.HandOverCheck",
            "dev.turnkeeper.room.BindTo",
            "dev.turnkeeper.room.FailureMode",
            "dev.turnkeeper.room.RoomListener",
            "dev.turnkeeper.room.Screen",
            "dev.turnkeeper.room.Skin",
            "dev.turnkeeper.visit.Asked",
            "dev.turnkeeper.visit.WebVisits");

    private Rings() {}
}
