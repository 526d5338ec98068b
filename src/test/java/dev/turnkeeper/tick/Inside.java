package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;
import java.util.List;

/** What a watcher from outside has to see of this package. */
public final class Inside {

    private Inside() {}

    public static Positions gone(Ledger ledger) {
        return ledger.known().gone();
    }

    /** As at a tick. */
    public static void publish(Ledger ledger) {
        ledger.publish();
    }

    public static Positions express(Ledger ledger) {
        return ledger.known().express();
    }

    public static TickDecision decision(byte[] bytes) {
        return Wire.decodeDecision(bytes);
    }

    /** The same message, as if its sender had heard nobody. */
    public static byte[] withoutHeard(byte[] message) {
        Message decoded = Wire.decode(message);
        if (decoded instanceof Message.Told told) {
            List<Increment> deaf = told.increments().stream()
                    .map(increment -> new Increment(
                            increment.ledger(),
                            increment.issued(),
                            increment.gone(),
                            increment.express(),
                            new Positions(),
                            new Positions(),
                            increment.ended(),
                            increment.from()))
                    .toList();
            return Wire.encode(new Message.Told(
                    told.number(), told.tick(), told.completeThrough(), deaf, told.decisions(), told.goodbye()));
        }
        return decoded instanceof Message.Whole whole
                ? Wire.encode(new Message.Whole(
                        whole.number(),
                        whole.completeThrough(),
                        whole.ledgers().stream()
                                .map(copy -> new Message.Copy(
                                        copy.ledger(),
                                        copy.issued(),
                                        copy.gone(),
                                        copy.express(),
                                        List.of(),
                                        List.of(),
                                        copy.history(),
                                        copy.decision(),
                                        copy.ended(),
                                        copy.from()))
                                .toList(),
                        whole.tickets()))
                : message;
    }
}
