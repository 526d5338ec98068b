package dev.turnkeeper.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/**
 * How busy this node is, by its own share of the machine's CPUs: what others do there, it cannot make less. One thread
 * looks once a second, any may ask.
 */
final class NodeLoad {

    /** Below this share of all CPUs nobody needs to come less often. */
    private static final double AT_EASE = 0.7;

    /** With all CPUs used, visitors come so many times less often. */
    private static final double MOST = 4;

    /** A share counts a quarter of what is new: some seconds of it are meant, not one. */
    private static final double NEW = 0.25;

    private final DoubleSupplier used;
    private double busy;
    private volatile double stretch = 1;

    /** @param used share of all CPUs used since it was last asked, 0 to 1; negative: unknown */
    NodeLoad(DoubleSupplier used) {
        this.used = used;
    }

    static NodeLoad ofThisProcess() {
        return new NodeLoad(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuLoad);
    }

    void look() {
        double now = used.getAsDouble();
        if (now >= 0) {
            busy += NEW * (now - busy);
            stretch = 1 + (MOST - 1) * Math.max(0, busy - AT_EASE) / (1 - AT_EASE);
        }
    }

    /** How many times longer than at ease visitors should wait between calls, ≥ 1. */
    double stretch() {
        return stretch;
    }
}
