package dev.turnkeeper.layout.planted.visit;

enum InnocentKind {
    ENUMS_ARE_SERIALIZABLE_BY_BIRTH
}
