package dev.turnkeeper.sdk;

import java.util.List;

/** A request to the service, as a check needs it. */
public interface ShopRequest {

    String method();

    /** Path and query as they came, still escaped, as {@code /buy/1?colour=r%C3%B6t}. */
    String target();

    /** All values of a header, in order; none: empty. The name's case does not matter. */
    List<String> headers(String name);

    /** The visitor's address, as the service knows it; empty: unknown. Handed to the waiting room when a pass is. */
    String address();
}
