package dev.turnkeeper.layout.planted.helpers;

final class HasNoLine {}
