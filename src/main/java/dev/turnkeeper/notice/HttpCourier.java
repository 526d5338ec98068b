package dev.turnkeeper.notice;

import dev.turnkeeper.defence.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Posts by HTTP to whoever an operator names, and believes nothing of them. A name is looked up once for each connection;
 * what it leads to is judged, and that very address is called, so that a name cannot lead elsewhere in between; TLS still
 * asks for the name. No redirect, cookie, login or proxy is followed; of an answer, the status counts, and a few KB are
 * read; whoever dawdles is cut off.
 */
final class HttpCourier implements Courier, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(HttpCourier.class.getName());
    private static final long CONNECT_MILLIS = 3_000;
    private static final int MOST_HEADERS = 8 * 1024;
    private static final int MOST_BODY = 4 * 1024;
    private static final int MOST_THREADS = 32;
    private static final int CONNECTIONS_EACH = 4;

    private final Reach reach;
    private final long withinMillis;
    private @Nullable HttpClient client;
    private boolean closed;

    /** @param within which a receiver must have answered */
    HttpCourier(Reach reach, Duration within) {
        this.reach = reach;
        this.withinMillis = within.toMillis();
    }

    @Override
    public CompletionStage<Reply> post(URI url, Map<String, String> headers, byte[] body) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try {
            Request request = client().newRequest(url)
                    .method("POST")
                    .followRedirects(false)
                    .timeout(withinMillis, TimeUnit.MILLISECONDS)
                    .body(new BytesRequestContent(headers.getOrDefault("Content-Type", ""), body))
                    .headers(fields -> headers.forEach(fields::put));
            request.send(new Listening(reply));
        } catch (IllegalArgumentException | RejectedExecutionException refused) {
            reply.complete(Reply.none("it cannot be asked: " + refused.getMessage()));
        }
        return reply;
    }

    @Override
    public CompletionStage<Boolean> isOutOfReach(URI url) {
        CompletableFuture<Boolean> out = new CompletableFuture<>();
        int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        client().getSocketAddressResolver().resolve(url.getHost().replaceAll("[\\[\\]]", ""), port, new Promise<>() {
            @Override
            public void succeeded(List<InetSocketAddress> allowed) {
                out.complete(false);
            }

            @Override
            public void failed(Throwable why) {
                out.complete(why instanceof OutOfReach);
            }
        });
        return out.completeOnTimeout(false, CONNECT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One is made when somebody first needs it. */
    private synchronized HttpClient client() {
        if (closed) {
            throw new RejectedExecutionException("this node stops");
        }
        if (client == null) {
            client = started();
        }
        return client;
    }

    private HttpClient started() {
        HttpClient made = new HttpClient(new HttpClientTransportOverHTTP(1));
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("turnkeeper-webhooks");
        threads.setDaemon(true);
        made.setExecutor(threads);
        made.setFollowRedirects(false);
        made.setHttpCookieStore(new HttpCookieStore.Empty());
        made.setConnectTimeout(CONNECT_MILLIS);
        made.setIdleTimeout(withinMillis);
        made.setMaxConnectionsPerDestination(CONNECTIONS_EACH);
        made.setMaxResponseHeadersSize(MOST_HEADERS);
        made.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Turnkeeper"));
        made.setSocketAddressResolver(new Judging(reach, threads));
        try {
            made.start();
        } catch (Exception failed) {
            throw new RejectedExecutionException("no HTTP client", failed);
        }
        // Redirects and logins; and what is packed is not unpacked: nobody reads it.
        made.getProtocolHandlers().clear();
        made.getContentDecoderFactories().clear();
        return made;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            try {
                client.stop();
            } catch (Exception left) {
                LOG.log(Level.FINE, "the client does not stop", left);
            }
        }
    }

    /** Looks a name up, off the threads of connections, and leaves what may be called. */
    private record Judging(Reach reach, Executor threads) implements SocketAddressResolver {

        @Override
        public void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
            threads.execute(() -> {
                try {
                    List<InetSocketAddress> allowed = Arrays.stream(InetAddress.getAllByName(host))
                            .filter(address -> reach.allows(host, port, address))
                            .map(address -> new InetSocketAddress(address, port))
                            .toList();
                    if (allowed.isEmpty()) {
                        promise.failed(new OutOfReach(host, port));
                    } else {
                        promise.succeeded(allowed);
                    }
                } catch (UnknownHostException | RuntimeException nowhere) {
                    promise.failed(nowhere);
                }
            });
        }
    }

    /** What a name leads to is none of the addresses that this node may call. */
    private static final class OutOfReach extends IOException {

        private static final long serialVersionUID = 1;

        OutOfReach(String host, int port) {
            super(host + " leads to an internal address: TURNKEEPER_PROBE_ALLOW does not list " + host + ":" + port);
        }
    }

    /** The status is the answer; the rest is let go. */
    private static final class Listening implements Response.Listener {

        private final CompletableFuture<Reply> reply;
        private final AtomicReference<@Nullable Integer> status = new AtomicReference<>();
        private int read;

        Listening(CompletableFuture<Reply> reply) {
            this.reply = reply;
        }

        @Override
        public void onHeaders(Response response) {
            status.set(response.getStatus());
        }

        @Override
        public void onContent(Response response, ByteBuffer content) {
            read += content.remaining();
            if (read > MOST_BODY) {
                response.abort(new IOException("enough of it"));
            }
        }

        @Override
        public void onComplete(Result result) {
            Integer known = status.get();
            reply.complete(known == null ? Reply.none(reason(result.getFailure())) : reply(known));
        }

        private static Reply reply(int status) {
            return status >= 300 && status < 400
                    ? new Reply(status, "a redirect, which is not followed")
                    : Reply.of(status);
        }

        private static String reason(@Nullable Throwable failure) {
            if (failure instanceof OutOfReach) {
                return String.valueOf(failure.getMessage());
            }
            if (failure instanceof TimeoutException || failure instanceof SocketTimeoutException) {
                return "no answer in time";
            }
            if (failure instanceof UnknownHostException) {
                return "its name leads nowhere";
            }
            if (failure instanceof ConnectException) {
                return "it takes no connection";
            }
            if (failure instanceof SSLException) {
                return "TLS: " + failure.getMessage();
            }
            return "no answer: " + (failure == null ? "?" : failure.getClass().getSimpleName());
        }
    }
}
