package fastvsr.model;

import java.lang.management.ManagementFactory;

/** The computer that this process runs on. */
public final class Machine {
    private Machine() {
    }

    /** All of its memory, or as much as this process's container may use. */
    public static long memoryBytes() {
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return machine.getTotalMemorySize();
    }
}
