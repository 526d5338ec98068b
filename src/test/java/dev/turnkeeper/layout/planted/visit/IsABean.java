package dev.turnkeeper.layout.planted.visit;

import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class IsABean {}
