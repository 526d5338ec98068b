package dev.turnkeeper.grid;

import dev.turnkeeper.state.MessageBus;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The bus over {@link Post}. What the listener is told of members is the difference to what it was told before, so a
 * merge, in which everybody may have a new name, needs no case of its own.
 */
final class PostBus implements MessageBus {

    private final Post post;
    private final Post.Kind kind;
    private final Executor telling;
    private final Set<UUID> told = new HashSet<>();
    private volatile @Nullable Listener listener;

    /** @param kind of its letters; no two buses share one */
    PostBus(Post post, Post.Kind kind, Executor telling) {
        this.post = post;
        this.kind = kind;
        this.telling = telling;
        post.read(kind, this::received);
    }

    @Override
    public String self() {
        return post.self().toString();
    }

    @Override
    public Set<String> present() {
        Set<String> present = new TreeSet<>();
        post.present().forEach(member -> present.add(member.toString()));
        return present;
    }

    @Override
    public void broadcast(byte[] message) {
        Set<UUID> others = post.present();
        others.remove(post.self());
        others.forEach(member -> post.send(member, kind, message));
    }

    @Override
    public void send(String member, byte[] message) {
        post.send(UUID.fromString(member), kind, message);
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
        membersChanged();
    }

    private void received(UUID from, byte[] message) {
        telling.execute(() -> {
            Listener hearing = listener;
            if (hearing != null) {
                hearing.received(from.toString(), message);
            }
        });
    }

    void membersChanged() {
        telling.execute(() -> {
            Listener hearing = listener;
            if (hearing == null) {
                return;
            }
            Set<UUID> others = post.present();
            others.remove(post.self());
            Set<UUID> gone = new HashSet<>(told);
            gone.removeAll(others);
            gone.forEach(member -> {
                told.remove(member);
                hearing.left(member.toString());
            });
            others.forEach(member -> {
                if (told.add(member)) {
                    hearing.joined(member.toString());
                }
            });
        });
    }
}
