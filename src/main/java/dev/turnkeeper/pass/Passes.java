package dev.turnkeeper.pass;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.turnkeeper.room.BindTo;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.state.Sightings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes passes and checks them. A pass is a JWT of type {@code tkp+jwt}; its key is chosen by {@code kid} among the grid's
 * own and nowhere else, whatever other headers it brings. Making one costs a signature (about half a millisecond);
 * checking one that was checked before costs microseconds.
 */
public final class Passes {

    static final JOSEObjectType TYPE = new JOSEObjectType("tkp+jwt");

    private static final Duration BYPASS_LIVES = Duration.ofSeconds(120);

    /** Clocks of other nodes and of offline verifiers may be behind. */
    private static final Duration VALID_BEFORE = Duration.ofSeconds(30);

    private static final int SUBJECT_BYTES = 16;
    private static final int USER_AGENT_BYTES = 12;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyRing keys;
    private final PassReader reader;
    private final Bindings bindings;
    private final PassIds ids;
    private final AddressWatch addresses;
    private final PublicUrl publicUrl;
    private final SecureRandom random;
    private final InstantSource clock;
    private final PassEvents events;

    /**
     * @param sightings of the addresses that passes are used from
     * @param publicUrl the issuer of all passes, where there is one
     */
    public Passes(
            KeyRing keys,
            Sightings sightings,
            PublicUrl publicUrl,
            SecureRandom random,
            InstantSource clock,
            PassEvents events) {
        this.keys = keys;
        this.reader = new PassReader(keys);
        this.bindings = new Bindings(keys);
        this.ids = new PassIds(keys);
        this.addresses = new AddressWatch(sightings);
        this.publicUrl = publicUrl;
        this.random = random;
        this.clock = clock;
        this.events = events;
    }

    /**
     * For a place that is inside.
     *
     * @param requestUrl scheme, host and port of the request, the issuer where no public URL is set
     * @param binding of the ticket that the place was given by
     * @param insideSince when it came in, as far as known
     */
    public Pass issue(
            Room room,
            String requestUrl,
            long generation,
            long position,
            long binding,
            VisitorTraits traits,
            Instant insideSince) {
        String id = ids.of(room.id().value(), generation, position);
        Instant now = seconds(clock.instant());
        return sign(
                new PassClaims(
                        room.id().value(),
                        subject(room, traits, id),
                        id,
                        generation,
                        position,
                        false,
                        binding,
                        now,
                        expiry(room, now, insideSince),
                        seconds(insideSince),
                        userAgent(id, binding, traits)),
                requestUrl);
    }

    /** For somebody let in by the failure mode: short, with no place behind it. */
    public Pass bypass(Room room, String requestUrl, long binding, VisitorTraits traits) {
        byte[] once = new byte[SUBJECT_BYTES];
        random.nextBytes(once);
        String id = "bypass-" + BASE64.encodeToString(once);
        Instant now = seconds(clock.instant());
        return sign(
                new PassClaims(
                        room.id().value(),
                        subject(room, traits, id),
                        id,
                        room.generation(),
                        0,
                        true,
                        binding,
                        now,
                        now.plus(BYPASS_LIVES),
                        now,
                        userAgent(id, binding, traits)),
                requestUrl);
    }

    /** The same pass for longer, whoever asks. @throws IllegalArgumentException for a bypass */
    public Pass renew(Room room, PassClaims claims, String requestUrl) {
        if (claims.bypass()) {
            throw new IllegalArgumentException("the pass of a bypass is not renewed");
        }
        Instant now = seconds(clock.instant());
        return sign(
                new PassClaims(
                        claims.room(),
                        claims.subject(),
                        claims.id(),
                        claims.generation(),
                        claims.position(),
                        false,
                        claims.binding(),
                        now,
                        expiry(room, now, claims.insideSince()),
                        claims.insideSince(),
                        claims.userAgent()),
                requestUrl);
    }

    /** Whether the key it was signed with still counts. */
    public boolean stands(Pass pass) {
        return keys.now().find(pass.keyId()).isPresent();
    }

    /** Whether it should be renewed: half of its life is over. Never for a bypass. */
    public boolean isDue(PassClaims claims) {
        Duration life = Duration.between(claims.issuedAt(), claims.expiresAt());
        return !claims.bypass() && clock.instant().isAfter(claims.issuedAt().plus(life.dividedBy(2)));
    }

    /** Whether a text opens this room for this visitor, counted by reason where not. */
    public PassCheck check(String token, Room room, VisitorTraits traits) {
        return check(token, signed -> fault(signed, Optional.of(room), clock.instant())
                .or(() -> ofVisitor(signed.claims(), room, traits)));
    }

    /**
     * As {@link #check}, of a pass that the shop's own server shows on behalf of its visitor, for whichever room it is: what
     * the request shows of its sender says nothing of the visitor.
     */
    public PassCheck checkOfBackend(String token, Function<RoomId, Optional<Room>> rooms) {
        return check(
                token,
                signed -> fault(signed, RoomId.parse(signed.claims().room()).flatMap(rooms), clock.instant()));
    }

    private PassCheck check(String token, Function<PassReader.Signed, Optional<PassFault>> judge) {
        PassReader.Reading reading = reader.read(token);
        Optional<PassClaims> claims = reading.signed().map(PassReader.Signed::claims);
        Optional<PassFault> fault = reading.fault().or(() -> reading.signed().flatMap(judge));
        fault.ifPresent(events::refused);
        return fault.<PassCheck>map(reason -> new PassCheck.Refused(reason, claims))
                .orElseGet(() -> new PassCheck.Accepted(claims.orElseThrow()));
    }

    private Optional<PassFault> fault(PassReader.Signed signed, Optional<Room> room, Instant now) {
        PassClaims claims = signed.claims();
        if (publicUrl.value().filter(issuer -> !issuer.equals(signed.issuer())).isPresent()) {
            return Optional.of(PassFault.WRONG_ISSUER);
        }
        if (room.filter(right -> right.id().value().equals(claims.room())).isEmpty()) {
            return Optional.of(PassFault.WRONG_ROOM);
        }
        if (now.isBefore(signed.notBefore())) {
            return Optional.of(PassFault.NOT_YET);
        }
        return now.isBefore(claims.expiresAt()) ? Optional.empty() : Optional.of(PassFault.EXPIRED);
    }

    private Optional<PassFault> ofVisitor(PassClaims claims, Room room, VisitorTraits traits) {
        if (!bindings.matches(claims.binding(), traits)) {
            return Optional.of(PassFault.WRONG_VISITOR);
        }
        int most = room.web().maxAddressesPerPass();
        return most > 0 && addresses.tooMany(claims.id(), traits.ip(), most, clock.instant())
                ? Optional.of(PassFault.TOO_MANY_ADDRESSES)
                : Optional.empty();
    }

    private Pass sign(PassClaims claims, String requestUrl) {
        KnownKeys.Pair pair = keys.now().signing(clock.instant());
        JWTClaimsSet.Builder body = new JWTClaimsSet.Builder()
                .issuer(publicUrl.value().orElse(requestUrl))
                .audience(claims.room())
                .subject(claims.subject())
                .jwtID(claims.id())
                .issueTime(Date.from(claims.issuedAt()))
                .notBeforeTime(Date.from(claims.issuedAt().minus(VALID_BEFORE)))
                .expirationTime(Date.from(claims.expiresAt()))
                .claim("position", claims.position())
                .claim("generation", claims.generation())
                .claim("bypass", claims.bypass())
                .claim("binding", bindingText(claims.binding()))
                .claim("since", claims.insideSince().getEpochSecond());
        claims.userAgent().ifPresent(hash -> body.claim("ua", hash));
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(pair.algorithm())
                        .type(TYPE)
                        .keyID(pair.id())
                        .build(),
                body.build());
        try {
            jwt.sign(pair.signer());
        } catch (JOSEException unusable) {
            throw new IllegalStateException("pass key " + pair.id() + " cannot sign", unusable);
        }
        events.issued(claims.bypass());
        return new Pass(jwt.serialize(), claims.expiresAt(), pair.id());
    }

    private static Instant expiry(Room room, Instant now, Instant insideSince) {
        Instant silent = now.plusSeconds(2L * room.policy().sessionTimeoutSeconds());
        int longest = room.policy().maxSessionSeconds();
        Instant end = longest == 0 ? silent : seconds(insideSince).plusSeconds(longest);
        return end.isBefore(silent) ? end : silent;
    }

    private String subject(Room room, VisitorTraits traits, String id) {
        return Optional.of(room.web().identifyVisitor())
                .filter(named -> named)
                .flatMap(named -> traits.login())
                .orElseGet(() ->
                        BASE64.encodeToString(Arrays.copyOf(keys.now().subject().of(id), SUBJECT_BYTES)));
    }

    private static Instant seconds(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }

    private static String bindingText(long binding) {
        return BASE64.encodeToString(
                ByteBuffer.allocate(Long.BYTES).putLong(0, binding).array());
    }

    /** What an offline verifier compares: no secret, and salted by the pass's id. */
    private static Optional<String> userAgent(String id, long binding, VisitorTraits traits) {
        if (!Bindings.isBoundTo(binding, BindTo.USER_AGENT)) {
            return Optional.empty();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((id + "\n" + traits.userAgent()).getBytes(StandardCharsets.UTF_8));
            return Optional.of(BASE64.encodeToString(Arrays.copyOf(hash, USER_AGENT_BYTES)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
