package dev.turnkeeper.ticket;

/** A text that is no ticket. Cheap to throw, since anybody can send one: it carries no stack trace. */
public final class TicketRefused extends Exception {

    private final TicketFault fault;

    TicketRefused(TicketFault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    public TicketFault fault() {
        return fault;
    }
}
