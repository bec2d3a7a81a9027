package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.gst.BufferPool;
import fastvsr.gst.CudaContext;
import fastvsr.gst.Element;
import fastvsr.gst.Host;
import fastvsr.gst.Pad;
import fastvsr.gst.Segment;
import fastvsr.gst.VideoFrame;
import fastvsr.gst.VideoInfo;
import fastvsr.model.PinnedMemory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flushes that come while the worker waits to agree upon buffers with downstream, and buffers that cannot be made. */
@Timeout(60)
class OutputsTest {
    private static final String NARROW = "video/x-raw,format=GRAY8,framerate=25/1,width=16,height=8";
    private static final String WIDE = "video/x-raw,format=GRAY8,framerate=25/1,width=32,height=8";

    private final OutputQueue queue = new OutputQueue();
    private Element element;
    private Pad source;
    private Outputs outputs;
    private QueuedFrame frame;

    @BeforeEach
    void queue_a_narrow_frame() {
        Host.register("fastvsr-tested", FastVsr::adopt,
                address -> FastVsr.attach(address, (model, device) -> new NearestNeighbour()));
        element = Host.element("fastvsr-tested");
        source = Host.activePad(element);
        outputs = new Outputs(source, queue, new CudaContext(element));
        frame = narrowFrame();
        queue.open();
        queue.add(frame);
    }

    @AfterEach
    void free() {
        outputs.close();
        frame.releaseInput();
        Host.free(source);
        Host.free(element);
    }

    @Test
    void buffers_are_made_for_the_caps_that_downstream_knows() {
        announce(NARROW);

        assertThat(outputs.agreeFor(frame, 2, Optional.empty())).isTrue();
    }

    @Test
    void a_frame_gets_no_buffers_if_a_flush_has_brought_other_caps_before_its_turn_was_noticed() {
        announce(WIDE);

        assertThat(outputs.agreeFor(frame, 2, Optional.empty())).isFalse();
    }

    @Test
    void the_turn_of_a_flushed_frame_never_comes_though_data_flows_again() {
        announce(NARROW);

        queue.flush();
        queue.clear();
        queue.open();

        assertThat(outputs.agreeFor(frame, 2, Optional.empty())).isFalse();
    }

    @Test
    void a_flush_reaches_buffers_that_are_agreed_upon_only_after_it_began() {
        announce(NARROW);
        outputs.setFlushing(true);

        outputs.agreeFor(frame, 2, Optional.empty());

        assertThat(outputs.acquire(List.of(frame))).isEmpty();
    }

    @Test
    void the_buffers_before_one_that_cannot_be_made_come_back() {
        announce(NARROW);
        var freed = new Semaphore(0);
        var pieces = new Semaphore(1);
        outputs.agreeFor(frame, 1, Optional.of(bytes -> {
            if (!pieces.tryAcquire()) {
                throw new IllegalStateException("no more pages");
            }
            return new Pages(ByteBuffer.allocateDirect(Math.toIntExact(bytes)), freed);
        }));

        assertThatThrownBy(() -> outputs.acquire(List.of(frame, frame))).hasMessage("no more pages");

        outputs.close();
        assertThat(freed.tryAcquire()).isTrue();
    }

    private record Pages(ByteBuffer bytes, Semaphore freed) implements PinnedMemory {
        @Override
        public void close() {
            freed.release();
        }
    }

    private void announce(String caps) {
        try (var known = Host.caps(caps)) {
            source.remember(Host.capsEvent(known));
        }
    }

    static QueuedFrame narrowFrame() {
        try (var caps = Host.caps(NARROW); var pool = BufferPool.inSystemMemory(caps, VideoInfo.of(caps).orElseThrow())) {
            var info = VideoInfo.of(caps).orElseThrow();
            var buffer = pool.acquire().orElseThrow();
            var arrival = new Arrival(1, 0, Segment.none());
            return new QueuedFrame(new StreamFormat(info, info), arrival, buffer, VideoFrame.write(info, buffer).orElseThrow());
        }
    }
}
