package dev.turnkeeper.tracer;

/** What became of reading a request: either it is sound, or it is known what is wrong with it. */
sealed interface TracerReading permits TracerRequest, TracerRejection {}
