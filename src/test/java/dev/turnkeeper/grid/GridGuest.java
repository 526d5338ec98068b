package dev.turnkeeper.grid;

import com.hazelcast.cp.CPGroup;
import com.hazelcast.cp.CPMember;
import com.hazelcast.cp.CPSubsystemManagementService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An operator's hand in the CP group of running nodes: a member that joins their grid without data and without a seat. */
public final class GridGuest implements AutoCloseable {

    private static final long SECONDS = 20;

    private final LocalMember guest;

    private GridGuest(LocalMember guest) {
        this.guest = guest;
    }

    /** @param ports of the nodes, on this machine */
    public static GridGuest join(String gridName, List<Integer> ports) throws IOException {
        return new GridGuest(LocalMember.start(
                gridName, 3, LocalMember.freePorts(1).get(0), ports, config -> config.setLiteMember(true)));
    }

    public void remove(int port) throws Exception {
        for (CPMember member : management().getCPMembers().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS)) {
            if (member.getAddress().getPort() == port) {
                management()
                        .removeCPMember(member.getUuid())
                        .toCompletableFuture()
                        .get(SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** Ports of the members whose majority decides. */
    public List<Integer> core() throws Exception {
        return management()
                .getCPGroup(CPGroup.DEFAULT_GROUP_NAME)
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS)
                .members()
                .stream()
                .map(member -> member.getAddress().getPort())
                .toList();
    }

    private CPSubsystemManagementService management() {
        return guest.hz.getCPSubsystem().getCPSubsystemManagementService();
    }

    @Override
    public void close() {
        guest.grid.leave();
    }
}
