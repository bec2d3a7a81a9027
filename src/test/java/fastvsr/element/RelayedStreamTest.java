package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.Relay;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One stream on two devices. */
@Timeout(60)
class RelayedStreamTest {
    private final List<NearestNeighbour> devices = List.of(new NearestNeighbour(), new NearestNeighbour());

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element,
                (model, device) -> Relay.open(List.of(() -> devices.get(0), () -> devices.get(1)))));
    }

    private static Rig rig(String... properties) {
        var rig = new Rig("fastvsr-tested", properties);
        return rig.caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1");
    }

    private static byte[] gray(int frame) {
        var pixels = new byte[32];
        java.util.Arrays.fill(pixels, (byte) (frame % 100 + 1));
        return pixels;
    }

    private static void push(Rig rig, int first, int count) {
        IntStream.range(first, first + count).forEach(i -> rig.push(gray(i), i * 40L));
    }

    private int groups() {
        return devices.stream().mapToInt(device -> device.groupSizes.size()).sum();
    }

    @Test
    void a_long_stream_leaves_in_order_with_its_own_pixels_from_both_devices() {
        devices.forEach(device -> device.nanosPerFrame = 300_000);
        try (var rig = rig()) {
            new Thread(() -> {
                push(rig, 0, 1500);
                rig.endOfStream();
            }).start();

            for (int i = 0; i < 1500; i++) {
                var output = rig.pull();
                assertThat(output.pts()).isEqualTo(i * 40L);
                assertThat(output.bytes()).containsOnly(i % 100 + 1);
            }
            rig.awaitEvent(Event.EOS);
        }
        assertThat(devices).allSatisfy(device -> assertThat(device.groupSizes).hasSizeGreaterThan(60));
        assertThat(devices).allSatisfy(device -> assertThat(device.isClosed).isTrue());
    }

    @Test
    void after_a_flush_only_what_follows_it_leaves() {
        devices.forEach(device -> device.permits.drainPermits());
        try (var rig = rig()) {
            push(rig, 0, 160);
            rig.flushStart();
            rig.flushStop();
            rig.segment();
            devices.forEach(device -> device.permits.release(1000));
            push(rig, 500, 8);

            assertThat(rig.pull(8)).extracting(Rig.Output::pts).startsWith(20_000L, 20_040L);
        }
    }

    @Test
    void a_stream_ends_without_its_error_being_lost_when_a_device_fails() {
        devices.forEach(device -> device.nanosPerFrame = 100_000);
        try (var rig = rig()) {
            push(rig, 0, 64);
            devices.forEach(device -> device.failure = new IllegalStateException("the GPU is lost"));
            push(rig, 64, 400);

            assertThat(rig.error()).contains("the GPU is lost");
        }
    }

    @Test
    void it_stops_in_mid_flight() {
        devices.forEach(device -> device.nanosPerFrame = 20_000_000);
        try (var rig = rig()) {
            push(rig, 0, 320);
        }

        assertThat(groups()).isLessThan(40);
        assertThat(devices).allSatisfy(device -> assertThat(device.isClosed).isTrue());
    }

    @Test
    void a_live_stream_stays_on_one_device() {
        try (var rig = new Rig("fastvsr-tested").live().caps("video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1")) {
            for (int i = 0; i < 400; i += 8) {
                push(rig, i, 8);
                assertThat(rig.pull(8)).hasSize(8);
            }
        }

        assertThat(devices).filteredOn(device -> device.groupSizes.isEmpty()).hasSize(1);
    }
}
