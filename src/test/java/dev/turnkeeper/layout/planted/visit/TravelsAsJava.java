package dev.turnkeeper.layout.planted.visit;

final class TravelsAsJava implements java.io.Serializable {
    private static final long serialVersionUID = 1;
}
