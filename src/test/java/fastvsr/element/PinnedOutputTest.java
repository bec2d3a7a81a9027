package fastvsr.element;

import static fastvsr.element.GrayFrames.assertPulled;
import static fastvsr.element.GrayFrames.push;
import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.PinnedMemory;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outputs in memory that the network's device writes by itself; here any memory will do. */
@Timeout(60)
class PinnedOutputTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";
    private static final String UPSCALED = "video/x-raw,format=GRAY8,width=32,height=16,framerate=25/1";

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger freed = new AtomicInteger();

    /** Nearest neighbour with memory of its own. */
    private final class Pinning extends Forwarding {
        Pinning() {
            super(new NearestNeighbour());
        }

        @Override
        public Optional<PinnedMemory.Maker> pinning() {
            return Optional.of(PinnedOutputTest.this::pinned);
        }
    }

    private PinnedMemory pinned(long bytes) {
        made.incrementAndGet();
        var memory = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
        return new PinnedMemory() {
            @Override
            public ByteBuffer bytes() {
                return memory.duplicate();
            }

            @Override
            public void close() {
                freed.incrementAndGet();
            }
        };
    }

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) ->
                device.equals("cpu") ? new NearestNeighbour() : new Pinning()));
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "3");
    }

    @Test
    void memory_goes_round_and_is_freed_in_the_end() {
        try (var rig = rig().caps(GRAY)) {
            for (int i = 0; i < 300; i += 3) {
                push(rig, i, 3);
                assertPulled(rig, i, 3);
            }
            assertThat(made.get()).isBetween(3, 9);
            assertThat(freed.get()).isZero();
        }

        assertThat(freed.get()).isEqualTo(made.get());
    }

    @Test
    void what_flushes_drop_is_not_lost() {
        try (var rig = rig().caps(GRAY)) {
            for (int i = 0; i < 20; i++) {
                push(rig, 3 * i, 3);
                rig.flushStart();
                rig.flushStop();
                rig.segment();
            }
            push(rig, 600, 3);

            var output = rig.pull();
            while (output.pts() < 24_000) { // left before its flush came
                output = rig.pull();
            }
            assertThat(output.bytes()).isEqualTo(FastVsrTest.upscaled(FastVsrTest.gray(600), 8));
        }

        assertThat(freed.get()).isEqualTo(made.get());
    }

    @Test
    void downstreams_pool_is_preferred() {
        try (var rig = rig(); var pool = rig.downstreamPool(0)) {
            rig.caps(GRAY);
            push(rig, 0, 3);

            assertThat(rig.pullPlaced(UPSCALED).pool()).isEqualTo(pool.address());
            assertThat(made.get()).isZero();
        }
    }

    @Test
    void another_device_writes_into_memory_of_its_own() {
        try (var rig = rig().caps(GRAY)) {
            push(rig, 0, 3);
            assertPulled(rig, 0, 3);
            rig.set("device", "cpu");
            push(rig, 3, 6);
            assertPulled(rig, 3, 6);
            int pinned = made.get();

            push(rig, 9, 30);
            assertPulled(rig, 9, 30);

            assertThat(made.get()).isEqualTo(pinned);
            assertThat(freed.get()).isEqualTo(made.get());
        }
    }
}
