package fastvsr.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TemporalWindowTest {
    private final TemporalWindow<Integer> window = new TemporalWindow<>(new WindowShape(3, 2));

    @Test
    void a_group_is_complete_when_it_is_long_enough() {
        put(1, 2, 3, 4);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1, 2, 3), true));
        assertThat(window.level()).isOne();
    }

    @Test
    void only_the_first_group_is_a_fresh_start() {
        put(1, 2, 3, 4, 5, 6);

        window.take();

        assertThat(window.take()).contains(new FrameGroup<>(List.of(4, 5, 6), false));
    }

    @Test
    void drain_emits_a_short_group_and_carries_on() {
        put(1, 2);
        window.drain();
        put(3);
        window.drain();

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1, 2), true));
        assertThat(window.take()).contains(new FrameGroup<>(List.of(3), false));
    }

    @Test
    void drain_of_an_empty_window_makes_no_group() {
        window.drain();
        put(1, 2, 3);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1, 2, 3), true));
    }

    @Test
    void a_cut_closes_the_group_and_starts_afresh() {
        put(1);
        window.cut();
        put(2, 3, 4);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1), true));
        assertThat(window.take()).contains(new FrameGroup<>(List.of(2, 3, 4), true));
    }

    @Test
    void flush_drops_all_and_starts_afresh() {
        put(1, 2, 3, 4);

        assertThat(window.flush()).containsExactly(1, 2, 3, 4);
        put(5, 6, 7);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(5, 6, 7), true));
    }

    @Test
    void two_waiting_groups_block_the_next_frame_until_one_is_taken() throws Exception {
        put(1, 2, 3, 4, 5, 6);
        var room = CompletableFuture.supplyAsync(window::awaitRoom);

        assertThat(room).isNotDone();
        window.take();

        assertThat(room.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusing_wakes_whoever_waits_for_room() throws Exception {
        put(1, 2, 3, 4, 5, 6);
        var room = CompletableFuture.supplyAsync(window::awaitRoom);

        window.refuse();

        assertThat(room.get(5, TimeUnit.SECONDS)).isFalse();
        window.flush();
        window.accept();
        assertThat(window.awaitRoom()).isTrue();
    }

    @Test
    void closing_wakes_whoever_waits_for_a_group() throws Exception {
        var group = CompletableFuture.supplyAsync(window::take);

        window.close();

        assertThat(group.get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(window.awaitRoom()).isFalse();
    }

    @Test
    void frames_come_out_once_and_in_order_between_two_threads() throws Exception {
        int count = 100_000;
        var taken = CompletableFuture.supplyAsync(() -> {
            var frames = new ArrayList<Integer>();
            while (frames.size() < count) {
                frames.addAll(window.take().orElseThrow().frames());
            }
            return frames;
        });

        for (int i = 0; i < count; i++) {
            assertThat(window.awaitRoom()).isTrue();
            window.put(i);
        }
        window.drain();

        var frames = taken.get(20, TimeUnit.SECONDS);
        for (int i = 0; i < count; i++) {
            assertThat(frames.get(i)).isEqualTo(i);
        }
    }

    private void put(int... frames) {
        for (int frame : frames) {
            window.put(frame);
        }
    }
}
