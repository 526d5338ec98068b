package dev.turnkeeper.layout.planted.node;

final class InjectsASetting {
    @org.eclipse.microprofile.config.inject.ConfigProperty(name = "turnkeeper.data-dir")
    String setting;
}
