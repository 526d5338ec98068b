package dev.turnkeeper.visitor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is asked for more often than it is worth making: made when asked for, and at most once a second. */
final class OnceASecond<T> {

    private static final long SECOND = 1_000_000_000L;

    private record Made<T>(T value, long nanos) {}

    private final LongSupplier nanos;
    private final Supplier<T> maker;
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile @Nullable Made<T> made;

    /** @param nanos a monotonic clock */
    OnceASecond(LongSupplier nanos, Supplier<T> maker) {
        this.nanos = nanos;
        this.maker = maker;
    }

    /** While one caller makes it anew, the others take what there is. */
    T get() {
        Made<T> known = made;
        long now = nanos.getAsLong();
        if (known == null) {
            return make(now);
        }
        if (now - known.nanos < SECOND || !making.compareAndSet(false, true)) {
            return known.value;
        }
        try {
            return make(now);
        } finally {
            making.set(false);
        }
    }

    private T make(long now) {
        T value = maker.get();
        made = new Made<>(value, now);
        return value;
    }
}
