package dev.turnkeeper.tracer;

/** What a client is told: an answer of the API, or why there is none. */
sealed interface TracerOutcome permits TracerAnswer, TracerRejection {}
