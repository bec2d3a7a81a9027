package fastvsr.model.natives;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The kernels compiled for the CPU, which does at once what it is told. */
public final class HostKernels implements Kernels {
    private static final String COMPILE = "g++ -std=c++20 -O2 -mf16c -shared -fPIC -pthread -Wall -Wextra -Werror -Wno-unknown-pragmas "
            + "-Isrc/main/resources/fastvsr src/test/c/kernels.cpp -o ";

    // compiled once for all tests
    private static Function run;

    private final int threads;

    /** Kernels whose blocks have so many threads. */
    public HostKernels(int threads) {
        this.threads = threads;
    }

    @Override
    public void launch(String kernel, Grid grid, Object... arguments) {
        try (KernelArguments packed = KernelArguments.of(arguments)) {
            Object[] all = {kernel, grid.across(), grid.down(), grid.frames(), threads, packed.pointers()};
            if (run().invokeInt(all) != 0) {
                throw new IllegalArgumentException("src/test/c/kernels.cpp does not know the kernel " + kernel);
            }
        }
    }

    /** The host's clock, as the CPU has done everything when it returns. */
    @Override
    public Optional<StopWatch> newStopWatch() {
        return Optional.of(new StopWatch() {
            private long start;
            private long nanos;

            @Override
            public void start() {
                start = System.nanoTime();
            }

            @Override
            public void stop() {
                nanos = System.nanoTime() - start;
            }

            @Override
            public OptionalLong nanos() {
                return OptionalLong.of(nanos);
            }

            @Override
            public void close() {
                nanos = 0;
            }
        });
    }

    private static synchronized Function run() {
        if (run == null) {
            run = NativeLibrary.getInstance(compile().toString()).getFunction("run");
        }
        return run;
    }

    private static Path compile() {
        try {
            Path library = Files.createTempDirectory("kernels").resolve("libkernels.so");
            Process compiler = new ProcessBuilder("sh", "-c", COMPILE + library).inheritIO().start();
            if (compiler.waitFor() != 0) {
                throw new IllegalStateException("g++ refuses the kernels");
            }
            library.toFile().deleteOnExit();
            library.getParent().toFile().deleteOnExit();
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
