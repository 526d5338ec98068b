package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Claims;
import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Ends;
import dev.turnkeeper.queue.Forecast;
import dev.turnkeeper.queue.Heard;
import dev.turnkeeper.queue.History;
import dev.turnkeeper.queue.Lease;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.queue.Terms;
import dev.turnkeeper.queue.Tick;
import dev.turnkeeper.queue.TickDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of one generation of a room. The grid's thread alone changes the sets; every thread may ask the
 * view, note a sign of life and hear what was issued.
 */
public final class Ledger {

    private final LedgerName name;
    private final Signs signs = new Signs();
    private final AtomicLong issued = new AtomicLong();

    private final Positions gone = new Positions();
    private final Positions express = new Positions();
    private final Heard heard = new Heard();
    private final Claims claims = new Claims();
    private final History history = new History();
    private final Ends ends = new Ends();
    private final Endings endings = new Endings();
    private final AddressBook addresses = new AddressBook();

    private Positions newlyGone = new Positions();
    private Positions newlyExpress = new Positions();
    private List<Message.EndedPart> newlyEnded = new ArrayList<>();
    private long toldThrough;
    private long lostAt;
    private Positions goneSnapshot = new Positions();
    private Positions expressSnapshot = new Positions();
    private TickDecision decision = TickDecision.NONE;
    private byte @Nullable [] stored;
    private boolean storedUnknown = true;
    private boolean touched = true;
    private boolean settled;

    private volatile QueueView view = new QueueView(0, 0, goneSnapshot, expressSnapshot);
    private volatile long outflowPerMinute;
    private volatile long waited;
    private volatile Forecast forecast = Forecast.UNKNOWN;
    private volatile long decidedUnder;
    private volatile long decidedAt;
    private volatile Optional<String> decidedBy = Optional.empty();
    private volatile Positions leaseEnded = new Positions();
    private volatile Ends.Snapshot endsSnapshot = ends.snapshot(0);

    private final Witness witness;

    Ledger(LedgerName name, Witness witness) {
        this.name = name;
        this.witness = witness;
    }

    public LedgerName name() {
        return name;
    }

    /** The outcome of the latest decision known here; any thread. */
    public QueueView view() {
        return view;
    }

    /** Visitors waiting, those counted in whose place this node gave out since the last tick; any thread. */
    public long waiting() {
        QueueView now = view;
        return now.waiting(issuedIn(now));
    }

    /** Positions known here to be out, those counted in that this node gave out since the last tick; any thread. */
    public long issuedByNow() {
        return issuedIn(view);
    }

    private long issuedIn(QueueView now) {
        return Math.max(now.issued(), issued.get());
    }

    /** Waiting visitors let in during the last minute; 0 while unknown or none; any thread. */
    public long outflowPerMinute() {
        return outflowPerMinute;
    }

    /** Seconds that who is next in line has waited by now, right to a few; 0 where nobody waits; any thread. */
    public long waited() {
        return waited;
    }

    /** When who waits gets in, as far as can be told from the latest decision; any thread. */
    public Forecast forecast() {
        return forecast;
    }

    /** The version of the configuration that the latest decision was made under; any thread. */
    public long decidedUnder() {
        return decidedUnder;
    }

    /** The tick of the latest decision known here; 0 before the first; any thread. */
    public long decidedAt() {
        return decidedAt;
    }

    /** The member that made the latest decision known here, where it came from that very member; any thread. */
    public Optional<String> decidedBy() {
        return decidedBy;
    }

    /**
     * Whether the others, of whom nothing is heard, may have let this admitted place go by now, so that it must not be
     * called inside from memory; any thread.
     */
    public boolean isLeaseEnded(long position) {
        return leaseEnded.contains(position);
    }

    /** A sign of life; any thread. @param inside whether the visitor was told to be inside, which claims the place */
    public void note(long position, boolean inside) {
        signs.note(position, inside);
        endings.heard(position);
    }

    /** The place was taken from this address, which is to be counted; told at the next tick; any thread. */
    public void takenFrom(long position, long address) {
        addresses.note(position, address);
    }

    /** How many living places were taken from an address, as far as members have told by now; any thread. */
    public int placesFrom(long address) {
        return addresses.living(address, view);
    }

    /** As {@link #placesFrom}, of those inside; any thread. */
    public int insideFrom(long address) {
        return addresses.inside(address, view);
    }

    /** Drops what is known of addresses whose places are gone; now and then, any thread. */
    public void forgetAddresses() {
        addresses.forget(view);
    }

    /** The place is gone from now on, unless it is already; told at the next tick; any thread. */
    public void end(long position, End end) {
        endings.end(position, end);
    }

    /** The place is gone in half a minute, cancelled, unless it is heard of before, here or elsewhere; any thread. */
    public void leave(long position) {
        endings.leave(position);
    }

    /** Why the place is gone; empty where it is not, or was never told, or went too long ago; any thread. */
    public Optional<End> endOf(long position) {
        Optional<End> lately = endings.of(position);
        return lately.isPresent() ? lately : endsSnapshot.of(position);
    }

    /** Why places are gone, as known at the last tick; any thread. */
    public Ends.Snapshot ends() {
        return endsSnapshot;
    }

    /** Places told by another member count as heard now where nobody told us of them yet; the grid's thread. */
    public void toldElsewhere(Positions positions) {
        Positions unheard = positions.copy();
        unheard.removeAll(heard.ever());
        unheard.forEach(position -> signs.note(position, false));
    }

    /** Positions up to here are known to be out; any thread. */
    public void issuedUpTo(long position) {
        issued.accumulateAndGet(position, Math::max);
    }

    /** These positions hold no place (any more); the grid's thread. */
    public void goneNow(Positions positions) {
        gone.addAll(positions);
        newlyGone.addAll(positions);
        touched = true;
    }

    /** These are inside from now on, out of turn, and counted; the grid's thread. */
    public void letInOutOfTurn(Positions positions) {
        express.addAll(positions);
        newlyExpress.addAll(positions);
        touched = true;
        publish();
    }

    /** Whether the place may be used, by all that is known here; the grid's thread. */
    public boolean isInside(long position) {
        return position <= decision.serving() || express.contains(position);
    }

    /** Whether the place was let in out of turn; the grid's thread. */
    public boolean isExpress(long position) {
        return express.contains(position);
    }

    /** Nothing was heard since {@code lastTick}: finds out whose place may be gone elsewhere at {@code reached}. */
    void endLeases(Terms terms, String self, long lastTick, long reached) {
        publish();
        leaseEnded = Lease.ended(view, known(), decision, terms, self, lastTick, reached);
    }

    /** What the others know is known here again. */
    void renewLeases() {
        leaseEnded = new Positions();
    }

    long issued() {
        return Math.max(issued.get(), decision.issued());
    }

    /** Positions up to here were out by this tick; 0 where that is not known. */
    long issuedBy(long tick) {
        return history.issuedBy(tick);
    }

    TickDecision decision() {
        return decision;
    }

    Tick.Known known() {
        return new Tick.Known(gone, express, heard, claims, history);
    }

    /**
     * What this member heard since it last asked, booked as of {@code tick}; to be told to the others.
     *
     * @param completeThrough the tick through which every member has told what it heard
     */
    Increment increment(String self, long tick, long completeThrough) {
        Signs.Drained drained = signs.drain();
        endings.takeUp(tick, completeThrough).forEach((end, positions) -> {
            goneNow(positions);
            newlyEnded.add(new Message.EndedPart(tick, end, positions));
        });
        Positions goneSince = newlyGone;
        newlyGone = new Positions();
        Positions expressSince = newlyExpress;
        newlyExpress = new Positions();
        List<Message.EndedPart> endedSince = newlyEnded;
        newlyEnded = new ArrayList<>();
        toldThrough = Math.max(toldThrough, tick);
        Increment increment = new Increment(
                name,
                issued(),
                goneSince,
                expressSince,
                drained.heard(),
                drained.claimed(),
                endedSince,
                addresses.takeUntold());
        book(self, tick, increment);
        return increment;
    }

    /** What another member heard through {@code tick}. */
    void hear(String member, long tick, Increment increment) {
        endings.heardElsewhere(tick, increment.heard());
        book(member, tick, increment);
    }

    private void book(String member, long tick, Increment increment) {
        touched |= !increment.isEmpty();
        issuedUpTo(increment.issued());
        gone.addAll(increment.gone());
        express.addAll(increment.express());
        if (!increment.heard().isEmpty()) {
            heard.mark(member, tick, increment.heard());
            claims.mark(tick, increment.claimed());
        }
        increment.ended().forEach(part -> ended(part, true));
        if (!increment.gone().isEmpty()) {
            witness.gone(name, tick, true, increment.gone());
        }
        if (!increment.express().isEmpty()) {
            witness.letIn(name, tick, increment.express());
        }
        increment.from().forEach(part -> addresses.hear(part.position(), part.address()));
    }

    private void ended(Message.EndedPart part, boolean exact) {
        witness.ended(name, part.tick(), exact, part.end(), part.positions());
        ends.mark(part.tick(), part.end(), part.positions());
    }

    /** Everything another member knows, put to what is known here. */
    void take(Message.Copy copy) {
        issuedUpTo(copy.issued());
        gone.addAll(copy.gone());
        express.addAll(copy.express());
        copy.heard().forEach(part -> {
            heard.mark(part.member(), part.tick(), part.positions());
            endings.heardElsewhere(part.tick(), part.positions());
        });
        copy.claimed().forEach(part -> claims.mark(part.tick(), part.positions()));
        copy.history().forEach(history::record);
        copy.ended().forEach(part -> ended(part, false));
        witness.gone(name, decision.tick(), false, copy.gone());
        witness.letIn(name, decision.tick(), copy.express());
        copy.from().forEach(part -> addresses.hear(part.position(), part.address()));
        touched = true;
        copy.decision().ifPresent(stored -> adopt(stored, Optional.empty()));
        publish();
    }

    /** Everything known here, for another member. */
    Message.Copy copy() {
        List<Message.HeardPart> heardParts = new ArrayList<>();
        heard.forEach((member, tick, positions) -> heardParts.add(new Message.HeardPart(member, tick, positions)));
        List<Message.ClaimedPart> claimedParts = new ArrayList<>();
        claims.forEach((positions, tick) -> claimedParts.add(new Message.ClaimedPart(tick, positions)));
        List<History.Entry> entries = new ArrayList<>();
        history.entries().forEach(entries::add);
        List<Message.EndedPart> endedParts = new ArrayList<>();
        ends.forEach((tick, end, positions) -> endedParts.add(new Message.EndedPart(tick, end, positions)));
        return new Message.Copy(
                name,
                issued(),
                gone,
                express,
                heardParts,
                claimedParts,
                entries,
                stored(),
                endedParts,
                addresses.all());
    }

    /**
     * A member vanished. Places that nobody heard of yet may be ones that it told just before, whose visitors only come to
     * another member in a while: they count as heard now, too.
     */
    void lost(String member, long tick) {
        heard.lost(member, tick);
        lostAt = tick;
        hearUnheard();
    }

    private void hearUnheard() {
        Positions unheard = Positions.range(1, issued());
        unheard.removeAll(gone);
        unheard.removeAll(heard.ever());
        unheard.removeAll(claims.ever());
        heard.mark(Heard.NOBODY, lostAt, unheard);
    }

    /**
     * Takes in the stored bytes of a committed decision; an older one than is known only adds what it made gone.
     *
     * @param by the member that says it made it; empty where somebody else tells
     */
    void adopt(byte[] bytes, Optional<String> by) {
        TickDecision committed = Wire.decodeDecision(bytes);
        gone.addAll(committed.expired());
        ends.mark(committed.tick(), End.EXPIRED, committed.expired());
        history.record(committed.entry());
        witness.decided(name, committed);
        if (committed.tick() > decision.tick()) {
            settled = committed.sameAs(decision);
            decision = committed;
            stored = bytes;
            decidedBy = by;
            issuedUpTo(committed.issued());
            outflowPerMinute = history.outflowPerMinute(committed.tick());
            waited = committed.issued() > committed.serving()
                    ? history.waited(committed.serving() + 1, committed.tick())
                    : 0;
            forecast = Forecast.of(history, committed.issued() > committed.serving());
            if (lostAt > 0 && committed.tick() >= lostAt) {
                // Only now it is known how far the lost member had come.
                hearUnheard();
                lostAt = 0;
            }
        }
        publish();
        decidedAt = decision.tick();
        // Last: who reads this sees what the decision counted.
        decidedUnder = decision.policyVersion();
    }

    /** As {@link #adopt}, where this node is to see to it that the others hear of what the decision made gone. */
    void adoptAndTell(byte[] bytes, Optional<String> by) {
        TickDecision committed = Wire.decodeDecision(bytes);
        newlyGone.addAll(committed.expired());
        newlyEnded.add(new Message.EndedPart(committed.tick(), End.EXPIRED, committed.expired()));
        adopt(bytes, by);
    }

    /** Whether the grid may hold a later decision than is known here, so that it has to be read before the next one. */
    boolean isStoredUnknown() {
        return storedUnknown;
    }

    void storedUnknown(boolean unknown) {
        storedUnknown = unknown;
    }

    /** The bytes of {@link #decision}, as they lie in the grid; empty before the first. */
    Optional<byte[]> stored() {
        return Optional.ofNullable(stored);
    }

    void publish() {
        if (goneSnapshot.size() != gone.size()) {
            goneSnapshot = gone.copy();
            goneSnapshot.compact();
        }
        if (expressSnapshot.size() != express.size()) {
            expressSnapshot = express.copy();
        }
        endsSnapshot = ends.snapshot(toldThrough);
        view = new QueueView(issued(), decision.serving(), goneSnapshot, expressSnapshot);
        endings.published();
    }

    /** Drops what is known of positions that are gone; for once in a few ticks. @param endsKept for so many ticks */
    void forget(long tick, long endsKept) {
        heard.forget(gone);
        claims.forget(gone);
        ends.forget(tick, endsKept);
    }

    /** Nothing happens here: nobody waits or is inside, and the last tick changed nothing. */
    boolean isQuiet(long policyVersion) {
        boolean was = touched;
        touched = false;
        return !was && settled && decision.policyVersion() == policyVersion && isIdle();
    }

    /** The tick changed nothing, and nobody is there. */
    void settle() {
        settled = true;
    }

    /** Nobody waits or is inside, as far as is known here. */
    boolean isIdle() {
        return view.inside() == 0 && waiting() == 0;
    }

    @Override
    public String toString() {
        return name + ": " + view;
    }
}
