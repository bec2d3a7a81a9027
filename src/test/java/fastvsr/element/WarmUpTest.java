package fastvsr.element;

import static fastvsr.element.GrayFrames.assertPulled;
import static fastvsr.element.GrayFrames.push;
import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.ModelException;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.PinnedMemory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done for a network that is slow at first, before its first frames come. */
@Timeout(60)
class WarmUpTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";
    /** For two groups of three. */
    private static final int PIECES = 6;
    private static final String I420 = "video/x-raw,format=I420,width=18,height=10,framerate=25/1";

    /** What the network was asked for. */
    private record Asked(PictureFormat from, PictureFormat to, int frames) {
    }

    private final NearestNeighbour pixels = new NearestNeighbour();
    private final List<Asked> warmedUp = new CopyOnWriteArrayList<>();
    private final List<Asked> upscaled = new CopyOnWriteArrayList<>();
    private final Semaphore isWarm = new Semaphore(0);
    private final Semaphore pinned = new Semaphore(0);
    private Optional<ModelException> failure = Optional.empty();

    private final class SlowAtFirst extends Forwarding {
        SlowAtFirst() {
            super(pixels);
        }

        @Override
        public boolean isSlowAtFirst() {
            return true;
        }

        @Override
        public OptionalLong warmUp(PictureFormat from, PictureFormat to, int frames) {
            warmedUp.add(new Asked(from, to, frames));
            isWarm.release();
            failure.ifPresent(reason -> {
                throw reason;
            });
            return OptionalLong.of(frames * 1000L);
        }

        @Override
        public void upscale(List<Picture> inputs, List<Picture> outputs) {
            upscaled.add(new Asked(inputs.get(0).format(), outputs.get(0).format(), outputs.size()));
            super.upscale(inputs, outputs);
        }

        @Override
        public Optional<PinnedMemory.Maker> pinning() {
            return Optional.of(bytes -> {
                pinned.release();
                return new Plain(ByteBuffer.allocateDirect(Math.toIntExact(bytes)));
            });
        }
    }

    private record Plain(ByteBuffer bytes) implements PinnedMemory {
        @Override
        public void close() {
            // the garbage collector does
        }
    }

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> new SlowAtFirst()));
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "3");
    }

    @Test
    void the_network_is_warm_before_a_frame_has_come_and_no_frame_is_touched() {
        try (var rig = rig().caps(GRAY)) {
            isWarm.acquireUninterruptibly();

            push(rig, 1, 6);
            assertPulled(rig, 1, 6);
        }

        assertThat(warmedUp).hasSize(1);
    }

    @Test
    void it_is_warmed_up_for_the_very_pictures_that_come() {
        try (var rig = rig().caps(I420)) {
            isWarm.acquireUninterruptibly();
            for (int i = 0; i < 3; i++) {
                rig.push(new byte[20 * 10 + 2 * 12 * 5], i * 40L);
            }
            rig.drop(3);
        }

        assertThat(warmedUp).isEqualTo(upscaled).hasSize(1);
    }

    @Test
    void buffers_for_two_groups_are_made_before_a_frame_has_come() {
        try (var rig = rig().caps(GRAY)) {
            pinned.acquireUninterruptibly(PIECES);

            push(rig, 0, 3);
            assertPulled(rig, 0, 3);
        }

        assertThat(pinned.tryAcquire()).isFalse();
    }

    @Test
    void other_caps_are_got_ready_for_when_the_frames_before_have_left() {
        try (var rig = rig().caps(GRAY)) {
            isWarm.acquireUninterruptibly();
            push(rig, 0, 4);
            rig.caps(GRAY.replace("width=8", "width=12"));
            isWarm.acquireUninterruptibly();

            assertPulled(rig, 0, 4);
        }

        assertThat(warmedUp).extracting(asked -> asked.from().width()).containsExactly(8, 12);
    }

    @Test
    void a_network_that_its_first_frames_have_warmed_is_spared() throws Exception {
        pixels.permits.drainPermits();
        try (var rig = rig().live().caps(GRAY)) {
            isWarm.acquireUninterruptibly();
            push(rig, 0, 3);
            pixels.awaitGroupInside();
            rig.caps(GRAY.replace("width=8", "width=12"));
            for (int i = 0; i < 3; i++) {
                rig.push(new byte[12 * 4], i * 40L);
            }
            pixels.permits.release(100);
            rig.drop(6);
        }

        assertThat(warmedUp).hasSize(1);
    }

    @Test
    void other_caps_for_the_same_pictures_warm_nothing_up_again() {
        try (var rig = rig().caps(GRAY)) {
            isWarm.acquireUninterruptibly();
            push(rig, 0, 3);
            assertPulled(rig, 0, 3);
            rig.caps(GRAY + ",content-light-level=(string)1000:400");
            pinned.acquireUninterruptibly(2 * PIECES);
            push(rig, 3, 3);
            assertPulled(rig, 3, 3);
        }

        assertThat(warmedUp).hasSize(1);
    }

    @Test
    void frames_that_pass_need_no_network() {
        try (var rig = new Rig("fastvsr-tested", "scale", "1").caps(GRAY)) {
            push(rig, 0, 3);
            rig.drop(3);
        }

        assertThat(warmedUp).isEmpty();
    }

    @Test
    void a_live_stream_is_sent_in_whole_groups_from_the_first_one_on() {
        try (var rig = rig().live().caps(GRAY)) {
            isWarm.acquireUninterruptibly();
            push(rig, 0, 3);
            assertPulled(rig, 0, 3);
        }

        assertThat(pixels.groupSizes).containsExactly(3);
    }

    @Test
    void memory_too_small_for_a_whole_group_is_no_error_before_one_comes() {
        failure = Optional.of(new ModelException(ModelException.Cause.MEMORY, "too little for 3 frames"));
        try (var rig = rig().caps(GRAY)) {
            isWarm.acquireUninterruptibly();
            push(rig, 0, 2);
            rig.endOfStream();

            assertPulled(rig, 0, 2);
            assertThat(rig.hasError()).isFalse();
        }
    }

    @Test
    void any_other_failure_is_an_error_of_the_element() {
        failure = Optional.of(new ModelException(ModelException.Cause.ENGINE, "no such operator"));
        try (var rig = rig().caps(GRAY)) {
            assertThat(rig.error()).contains("no such operator");
        }
    }
}
