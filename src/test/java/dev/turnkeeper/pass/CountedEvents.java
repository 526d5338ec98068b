package dev.turnkeeper.pass;

import java.util.ArrayList;
import java.util.List;

/** What was counted, in order. */
final class CountedEvents implements PassEvents {

    final List<Object> counted = new ArrayList<>();

    @Override
    public void issued(boolean bypass) {
        counted.add(bypass ? "bypass" : "pass");
    }

    @Override
    public void refused(PassFault fault) {
        counted.add(fault);
    }

    @Override
    public void refused(HandOverFault fault) {
        counted.add(fault);
    }

    @Override
    public void refused(LoginFault fault) {
        counted.add(fault);
    }
}
