package dev.turnkeeper.pass;

/** Whether a login is believed. */
public sealed interface LoginCheck {

    /** @param subject who it is */
    record Accepted(String subject) implements LoginCheck {}

    record Refused(LoginFault fault) implements LoginCheck {}
}
