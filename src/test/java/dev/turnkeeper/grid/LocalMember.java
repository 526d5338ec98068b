package dev.turnkeeper.grid;

import static dev.turnkeeper.state.Eventually.until;

import com.hazelcast.config.Config;
import com.hazelcast.config.YamlConfigBuilder;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.GridUnderTest;
import dev.turnkeeper.state.MessageBus;
import dev.turnkeeper.state.Once;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.ReplicatedBytes;
import dev.turnkeeper.state.Sightings;
import dev.turnkeeper.state.TicketMaps;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/** A Hazelcast member of this JVM, from the hazelcast.yaml that the product runs with, and the grid over it. */
final class LocalMember implements GridUnderTest.Member {

    final HazelcastInstance hz;
    final HazelcastGrid grid;

    private LocalMember(HazelcastInstance hz) {
        this.hz = hz;
        this.grid = new HazelcastGrid(hz, System::nanoTime, GridEvents.NONE);
        grid.start();
    }

    static LocalMember start(String gridName, int consensus, int port, List<Integer> ports, Consumer<Config> change) {
        // The schema refuses the explicit 0 of a node on its own, as in the launcher.
        System.setProperty("hazelcast.config.schema.validation.enabled", String.valueOf(consensus != 0));
        Properties settings = new Properties();
        settings.setProperty("turnkeeper.grid.name", gridName);
        settings.setProperty("turnkeeper.cp.members", String.valueOf(consensus));
        settings.setProperty("turnkeeper.grid.port", String.valueOf(port));
        settings.setProperty(
                "turnkeeper.grid.members",
                String.join(",", ports.stream().map(each -> "127.0.0.1:" + each).toList()));
        try (InputStream yaml = new FileInputStream("hazelcast.yaml")) {
            Config config = new YamlConfigBuilder(yaml).setProperties(settings).build();
            config.setInstanceName(gridName + "-" + port);
            config.getNetworkConfig().setPublicAddress("127.0.0.1:" + port);
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.setProperty("hazelcast.socket.bind.any", "false");
            config.setProperty("hazelcast.wait.seconds.before.join", "0");
            change.accept(config);
            return new LocalMember(Hazelcast.newHazelcastInstance(config));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Members of a new grid, started together. */
    static List<LocalMember> grid(String name, int consensus, List<Integer> ports, Consumer<Config> change)
            throws Exception {
        List<Thread> starting = new ArrayList<>();
        List<LocalMember> started = new ArrayList<>();
        for (int port : ports) {
            Thread thread = new Thread(() -> {
                LocalMember member = start(name, consensus, port, ports, change);
                synchronized (started) {
                    started.add(member);
                }
            });
            thread.start();
            starting.add(thread);
        }
        for (Thread thread : starting) {
            thread.join();
        }
        if (started.size() != ports.size()) {
            throw new IllegalStateException("only " + started.size() + " of " + ports.size() + " members started");
        }
        for (LocalMember member : started) {
            until("the first call is answered", () -> member.grid
                    .consensus()
                    .answers()
                    .toCompletableFuture()
                    .join());
        }
        return started;
    }

    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** Gone without a word. */
    void kill() {
        hz.getLifecycleService().terminate();
        grid.close();
    }

    @Override
    public Counters counters() {
        return grid.counters();
    }

    @Override
    public Registers registers() {
        return grid.registers();
    }

    @Override
    public ReplicatedBytes replicated(String name) {
        ReplicatedBytes map = grid.replicated(name);
        grid.loaded().toCompletableFuture().join();
        return map;
    }

    @Override
    public void filled() {
        grid.loaded().toCompletableFuture().join();
    }

    @Override
    public TicketMaps ticketMaps() {
        return grid.ticketMaps();
    }

    @Override
    public Once once() {
        return grid.once();
    }

    @Override
    public Sightings sightings() {
        return grid.sightings();
    }

    @Override
    public MessageBus bus() {
        return grid.bus();
    }
}
