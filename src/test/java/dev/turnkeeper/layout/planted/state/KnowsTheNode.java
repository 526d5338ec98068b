package dev.turnkeeper.layout.planted.state;

final class KnowsTheNode {
    dev.turnkeeper.layout.planted.node.InjectsAField node;
}
