package dev.turnkeeper.notice;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Takes letters to receivers, on threads of its own. */
interface Courier {

    /** @return never fails, and comes within some seconds, whatever the receiver does */
    CompletionStage<Reply> post(URI url, Map<String, String> headers, byte[] body);

    /** @return whether it is known that {@link #post} goes nowhere with this; never fails */
    CompletionStage<Boolean> isOutOfReach(URI url);
}
