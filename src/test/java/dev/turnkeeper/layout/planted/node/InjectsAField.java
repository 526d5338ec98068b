package dev.turnkeeper.layout.planted.node;

public final class InjectsAField {
    @jakarta.inject.Inject
    String injected;
}
