package dev.turnkeeper.pass;

/** What operators want to count. Called on the request's thread; must be quick. */
public interface PassEvents {

    void issued(boolean bypass);

    void refused(PassFault fault);

    void refused(HandOverFault fault);

    void refused(LoginFault fault);
}
