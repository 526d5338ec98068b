package dev.turnkeeper.tick;

/** One generation of one room; every name in the grid's state carries both, so that nothing is ever used twice. */
public record LedgerName(String room, long generation) {

    public String issued() {
        return "issued:" + this;
    }

    public String tickets() {
        return "tickets:" + this;
    }

    String decision() {
        return "decision:" + this;
    }

    @Override
    public String toString() {
        return room + ":" + generation;
    }
}
