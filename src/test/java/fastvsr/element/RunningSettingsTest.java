package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.ModelException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Properties that are changed while frames flow. */
@Timeout(60)
class RunningSettingsTest {
    private static final String GRAY = "video/x-raw,format=GRAY8,width=8,height=4,framerate=25/1";

    private final NearestNeighbour first = new NearestNeighbour();
    private final NearestNeighbour second = new NearestNeighbour();

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, this::open));
    }

    private NearestNeighbour open(String model, String device) {
        var known = Map.of("nano on auto", first, "other on auto", second, "nano on cpu", second);
        if (!known.containsKey(model + " on " + device)) {
            throw new ModelException(ModelException.Cause.BROKEN, "the weights of " + model + " are broken");
        }
        return known.get(model + " on " + device);
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "3").caps(GRAY);
    }

    private static void push(Rig rig, int from, int count) {
        for (int i = from; i < from + count; i++) {
            assertThat(rig.push(FastVsrTest.gray(i), i * 40L)).isEqualTo(Flow.OK);
        }
    }

    @Test
    void another_model_takes_over_with_the_next_group_and_no_frame_is_lost() {
        try (var rig = rig()) {
            push(rig, 0, 3);
            rig.pull(3);

            rig.set("model", "other");
            push(rig, 3, 3);

            assertThat(rig.pull(3)).extracting(Rig.Output::pts).containsExactly(120L, 160L, 200L);
            assertThat(first.groupSizes).containsExactly(3);
            assertThat(second.groupSizes).containsExactly(3);
            assertThat(first.isClosed).isTrue();
        }
    }

    @Test
    void another_device_takes_over_while_groups_wait() throws Exception {
        try (var rig = rig()) {
            first.permits.drainPermits();
            push(rig, 0, 7);
            first.awaitGroupInside();

            rig.set("device", "cpu");
            first.permits.release(100);
            rig.endOfStream();

            assertThat(rig.pull(7)).extracting(Rig.Output::pts)
                    .containsExactly(0L, 40L, 80L, 120L, 160L, 200L, 240L);
            assertThat(first.groupSizes).containsExactly(3);
            assertThat(second.groupSizes).containsExactly(3, 1);
        }
    }

    @Test
    void a_broken_model_leaves_the_old_one_in_use_and_a_warning_says_why() {
        try (var rig = rig()) {
            push(rig, 0, 3);
            rig.pull(3);

            rig.set("model", "broken.safetensors");
            push(rig, 3, 3);

            assertThat(rig.pull(3)).hasSize(3);
            assertThat(rig.warning()).isEqualTo("the weights of broken.safetensors are broken; nano on auto stays in use");
            assertThat(rig.text("model")).isEqualTo("nano");
            assertThat(first.groupSizes).containsExactly(3, 3);
            assertThat(first.groupsBeforeReset).as("its state goes on").containsExactly(0);
            assertThat(rig.hasError()).isFalse();
        }
    }

    @Test
    void loading_is_announced_and_its_end_too() {
        try (var rig = rig()) {
            rig.set("model", "broken");
            push(rig, 0, 3);

            assertThat(List.of(rig.progress(), rig.progress())).containsExactly("0 Loading network nano on auto",
                    "2 Loaded network nano on auto");
            assertThat(List.of(rig.progress(), rig.progress())).containsExactly("0 Loading network broken on auto",
                    "4 Cannot load network broken on auto");
        }
    }

    @Test
    void the_latency_of_a_slow_network_ends_with_it() {
        try (var rig = rig()) {
            first.nanosPerFrame = 20_000_000;
            push(rig, 0, 9);
            rig.pull(9);
            assertThat(rig.latencyNanos()).isGreaterThanOrEqualTo((2 * 40 + 3 * 20) * 1_000_000L);

            rig.set("model", "other");
            push(rig, 9, 9);
            rig.pull(9);

            assertThat(rig.latencyNanos()).isLessThan((2 * 40 + 3 * 20) * 1_000_000L);
        }
    }

    @Test
    void a_longer_group_length_is_used_from_the_next_group_on() {
        try (var rig = rig()) {
            push(rig, 0, 3);
            rig.pull(3);
            rig.forgetMessages();

            rig.set("group-length", "5");
            rig.awaitLatencyMessage();
            assertThat(rig.latencyNanos()).isEqualTo(4 * 40_000_000L);
            push(rig, 3, 5);

            assertThat(rig.pull(5)).hasSize(5);
            assertThat(first.groupSizes).containsExactly(3, 5);
        }
    }

    @Test
    void a_shorter_group_length_completes_what_was_gathered() {
        try (var rig = rig()) {
            push(rig, 0, 2);

            rig.set("group-length", "1");
            push(rig, 2, 1);
            rig.endOfStream();

            rig.pull(3);
            rig.awaitEvent(Event.EOS);
            assertThat(first.groupSizes).containsExactly(1, 1, 1);
        }
    }

    @Test
    void a_group_length_beyond_memory_is_refused_and_the_old_one_stays() {
        try (var rig = new Rig("fastvsr-tested", "group-length", "1")
                .caps("video/x-raw,format=GRAY8,width=8000,height=8000,framerate=25/1")) {
            rig.set("group-length", "64");

            assertThat(rig.warning()).contains("Groups of 64 frames of 8000x8000 need").contains("the limit is half");
            assertThat(rig.number("group-length")).isEqualTo(1);
        }
    }

    @Test
    void what_was_changed_holds_after_a_restart() {
        try (var rig = rig()) {
            rig.set("model", "other");
            rig.restart();
            rig.caps(GRAY);
            rig.segment();
            push(rig, 0, 3);

            rig.pull(3);
            assertThat(second.groupSizes).containsExactly(3);
            assertThat(rig.stats()).contains("frames-in=(guint64)3");
        }
    }
}
