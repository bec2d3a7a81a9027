package fastvsr.model;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The computer that this process runs on. */
public final class Machine {
    private Machine() {
    }

    /** All of its memory, or as much as this process's container may use. */
    public static long memoryBytes() {
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return machine.getTotalMemorySize();
    }

    /** Whether its processors have instructions that multiply bfloat16, which makes this twice as fast as singles. */
    public static boolean multipliesBfloat16() {
        try {
            return multipliesBfloat16(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Reads what Linux says of an x86-64 processor. */
    static boolean multipliesBfloat16(String cpuInfo) {
        return cpuInfo.lines().filter(line -> line.startsWith("flags")).findFirst()
                .filter(flags -> Arrays.asList(flags.split("\\s+")).containsAll(List.of("avx512_bf16", "avx512vl"))).isPresent();
    }
}
