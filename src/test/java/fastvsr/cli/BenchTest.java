package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        return NetworkTiming.measure("nano", "cpu", blackAndWhite(size), size, 2);
    }

    private static List<ByteBuffer> blackAndWhite(FrameSize size) {
        ByteBuffer white = ByteBuffer.allocateDirect(size.bytes());
        for (int i = 0; i < white.limit(); i++) {
            white.put(i, (byte) -1);
        }
        return List.of(ByteBuffer.allocateDirect(size.bytes()), white);
    }

    /** Writes nothing and counts the pictures that it has got once more. */
    private static final class Repetitions implements SuperResolver {
        private Optional<Picture> last = Optional.empty();
        private int count;

        @Override
        public ModelSpec model() {
            return new ModelSpec("repetitions", "none", 4, 1, 0);
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public void upscale(List<Picture> inputs, List<Picture> outputs) {
            for (Picture input : inputs) {
                count += last.filter(before -> before.bytes().equals(input.bytes())).isPresent() ? 1 : 0;
                last = Optional.of(input);
            }
        }

        @Override
        public void reset() {
            throw new AssertionError("the stream goes on");
        }

        @Override
        public void close() {
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void the_network_alone_gets_no_frame_that_repeats_the_one_before(int length) {
        FrameSize size = new FrameSize(8, 8);
        Repetitions network = new Repetitions();

        NetworkTiming.measure(network, blackAndWhite(size), size, length);

        assertThat(network.last).isPresent();
        assertThat(network.count).isZero();
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
