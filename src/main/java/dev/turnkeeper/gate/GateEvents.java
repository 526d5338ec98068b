package dev.turnkeeper.gate;

/** What the gate says, for those who count. */
interface GateEvents {

    void opened(Verdict verdict);

    void refused(Verdict verdict);
}
