package dev.turnkeeper.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * When each position last gave a sign of life, and to which member of the grid: by slices of ticks, each position kept in
 * the newest slice only. Signs may come late, twice and in any order: the outcome is the same.
 */
public final class Heard {

    /** Stands for members that vanished, once what they had heard was made over. */
    public static final String NOBODY = "";

    private final TreeMap<Long, Map<String, Positions>> slices = new TreeMap<>();

    /** One member's positions of one slice, as they travel between nodes. */
    public interface Part {
        void of(String member, long tick, Positions heard);
    }

    /** These positions gave a sign of life to {@code member} at {@code tick}. */
    public void mark(String member, long tick, Positions heard) {
        long slice = Slices.of(tick);
        Positions newest = heard.copy();
        slices.tailMap(slice, false).values().forEach(later -> later.values().forEach(newest::removeAll));
        slices.headMap(slice, false).values().forEach(earlier -> earlier.values()
                .forEach(set -> set.removeAll(heard)));
        if (!newest.isEmpty()) {
            slices.computeIfAbsent(slice, none -> new HashMap<>())
                    .computeIfAbsent(member, none -> new Positions())
                    .addAll(newest);
            Slices.bound(slices, Heard::together);
        }
    }

    /** A member vanished without a goodbye: what was last heard there counts as heard now, and nothing else does. */
    public void lost(String member, long tick) {
        Positions lastHeardThere = new Positions();
        for (Map<String, Positions> slice : slices.values()) {
            Positions there = slice.remove(member);
            if (there != null) {
                lastHeardThere.addAll(there);
            }
        }
        mark(NOBODY, tick, lastHeardThere);
    }

    Heard copy() {
        Heard copy = new Heard();
        slices.forEach((slice, members) -> {
            Map<String, Positions> copied = new HashMap<>();
            members.forEach((member, heard) -> copied.put(member, heard.copy()));
            copy.slices.put(slice, copied);
        });
        return copy;
    }

    /** Drops positions that are gone, and slices that hold nobody any more. */
    public void forget(Positions gone) {
        slices.values().forEach(slice -> {
            slice.values().forEach(set -> set.removeAll(gone));
            slice.values().removeIf(Positions::isEmpty);
        });
        slices.values().removeIf(Map::isEmpty);
    }

    /** Every part, oldest slice first, each with the last tick of its slice. */
    public void forEach(Part part) {
        slices.forEach((slice, members) ->
                members.forEach((member, heard) -> part.of(member, Slices.lastTickOf(slice), heard)));
    }

    /** All positions that ever gave a sign of life and still may live. */
    public Positions ever() {
        return where((slice, member) -> true);
    }

    /** Positions heard in slices that pass. */
    Positions where(BiPredicate<Long, String> wanted) {
        Positions found = new Positions();
        slices.forEach((slice, members) -> members.forEach((member, heard) -> {
            if (wanted.test(slice, member)) {
                found.addAll(heard);
            }
        }));
        return found;
    }

    /** Slices newest first, the members of each put together. */
    Iterable<Map.Entry<Long, Map<String, Positions>>> newestFirst() {
        return slices.descendingMap().entrySet();
    }

    private static Map<String, Positions> together(Map<String, Positions> some, Map<String, Positions> others) {
        Map<String, Positions> all = new HashMap<>(some);
        others.forEach((member, heard) -> all.merge(member, heard, (left, right) -> {
            left.addAll(right);
            return left;
        }));
        return all;
    }
}
