package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final Path THREADS = Path.of("/proc/self/task");

    /** Threads by the name that those of libgomp inherit from the one that computes (proc(5): comm, 15 characters). */
    private static long threadsOfTheMeasurement() {
        try (var threads = Files.list(THREADS)) {
            return threads.filter(thread -> Bench.THREAD.equals(name(thread))).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException hasEnded) {
            return "";
        }
    }

    private static NetworkTiming timing() {
        FrameSize size = new FrameSize(48, 32);
        return NetworkTiming.measure("nano", "cpu", List.of(ByteBuffer.allocateDirect(size.bytes())), size, 2);
    }

    @Test
    void the_network_alone_leaves_no_threads_to_the_pipeline_that_is_measured_next() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);

        long during = Bench.apart(() -> {
            timing();
            return threadsOfTheMeasurement();
        });

        assertThat(during).isGreaterThan(1);
        awaitNoThreadsOfTheMeasurement(); // libgomp ends them after the thread that they belonged to
    }

    private static void awaitNoThreadsOfTheMeasurement() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (threadsOfTheMeasurement() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(threadsOfTheMeasurement()).isZero();
    }

    @Test
    void the_first_frame_is_timed_from_playing_on_and_another_element_has_no_share_of_a_gpu() {
        FrameSize size = new FrameSize(48, 32);
        long start = System.nanoTime();

        RawPipeline.Speed speed = new RawPipeline(List.of(ByteBuffer.allocateDirect(size.bytes())), size)
                .speed("identity sleep-time=20000", 10);

        double elapsedMillis = (System.nanoTime() - start) / 1e6;
        assertThat(speed.firstFrameMillis()).isBetween(20.0, elapsedMillis - 30 * 20); // 34 frames, one after the other
        assertThat(speed.gpuShare()).isEmpty();
    }

    @Test
    void what_goes_wrong_apart_is_told_as_it_is() {
        assertThatThrownBy(() -> Bench.apart(() -> {
            throw new CommandException("too small");
        })).isInstanceOf(CommandException.class).hasMessage("too small");
    }
}
