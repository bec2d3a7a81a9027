package fastvsr.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemporalWindowTest {
    private volatile LongSupplier patience = () -> TemporalWindow.FOREVER;
    private final TemporalWindow<Integer> window = new TemporalWindow<>(new WindowShape(3, 0, 2), frame -> { }, (first, shape) -> patience.getAsLong());
    private final List<Integer> lent = new ArrayList<>();
    private final TemporalWindow<Integer> ahead = new TemporalWindow<>(new WindowShape(3, 2, 2), lent::add, (first, shape) -> patience.getAsLong());

    @Test
    void a_group_is_complete_when_it_is_long_enough() {
        put(1, 2, 3, 4);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(), true));
        assertThat(window.level()).isOne();
    }

    @Test
    void only_the_first_group_is_a_fresh_start() {
        put(1, 2, 3, 4, 5, 6);

        window.take();

        assertThat(window.take()).contains(new FrameGroup<>(List.of(4, 5, 6), List.of(), false));
    }

    @Test
    void drain_emits_a_short_group_and_carries_on() {
        put(1, 2);
        window.drain();
        put(3);
        window.drain();

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1, 2), List.of(), true));
        assertThat(window.take()).contains(new FrameGroup<>(List.of(3), List.of(), false));
    }

    @Test
    void drain_of_an_empty_window_makes_no_group() {
        window.drain();
        put(1, 2, 3);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(), true));
    }

    @Test
    void a_group_whose_first_frame_has_waited_for_long_enough_is_complete() {
        put(1, 2);
        patience = () -> 0;

        assertThat(window.awaitGroup(() -> false)).isTrue();
        assertThat(window.take()).contains(new FrameGroup<>(List.of(1, 2), List.of(), true));
        put(3, 4, 5);
        assertThat(window.take()).contains(new FrameGroup<>(List.of(3, 4, 5), List.of(), false));
    }

    @Test
    void what_follows_such_a_group_still_waits() {
        put(ahead, 1, 2, 3, 4);
        patience = () -> 0;

        assertThat(ahead.awaitGroup(() -> false)).isTrue();
        patience = () -> TemporalWindow.FOREVER;

        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(4), true));
        assertThat(ahead.level()).isEqualTo(1);
        put(ahead, 5, 6, 7, 8);
        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(4, 5, 6), List.of(7, 8), false));
    }

    @Test
    void whoever_waits_for_a_group_looks_at_the_patience_of_its_first_frame_when_it_comes() throws Exception {
        long end = System.nanoTime() + 20_000_000;
        patience = () -> Math.max(0, end - System.nanoTime());
        var group = CompletableFuture.supplyAsync(() -> window.awaitGroup(() -> false));

        assertThat(group).isNotDone();
        put(1);

        assertThat(group.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(window.take()).contains(new FrameGroup<>(List.of(1), List.of(), true));
    }

    @Test
    void a_window_leaks_its_oldest_group_when_that_many_wait() {
        put(1, 2, 3, 4, 5, 6);

        assertThat(window.leak(3)).isEmpty();
        assertThat(window.leak(2)).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(), true));
        assertThat(window.take()).as("what follows has not seen it").contains(new FrameGroup<>(List.of(4, 5, 6), List.of(), true));
    }

    @Test
    void a_cut_closes_the_group_and_starts_afresh() {
        put(1);
        window.cut();
        put(2, 3, 4);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(1), List.of(), true));
        assertThat(window.take()).contains(new FrameGroup<>(List.of(2, 3, 4), List.of(), true));
    }

    @Test
    void flush_drops_all_and_starts_afresh() {
        put(1, 2, 3, 4);

        assertThat(window.flush()).containsExactly(1, 2, 3, 4);
        put(5, 6, 7);

        assertThat(window.take()).contains(new FrameGroup<>(List.of(5, 6, 7), List.of(), true));
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

    @Test
    void a_group_that_looks_ahead_is_complete_when_those_that_follow_are_there() {
        put(ahead, 1, 2, 3, 4);

        assertThat(ahead.awaitGroup(() -> true)).isFalse();
        put(ahead, 5);

        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(4, 5), true));
        assertThat(ahead.level()).isEqualTo(2);
        assertThat(lent).containsExactly(4, 5);
    }

    @Test
    void frames_that_follow_a_group_lead_the_next_one() {
        put(ahead, 1, 2, 3, 4, 5, 6, 7, 8);

        ahead.take();

        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(4, 5, 6), List.of(7, 8), false));
    }

    @Test
    void drain_emits_all_frames_with_those_that_follow_them() {
        put(ahead, 1, 2, 3, 4);
        ahead.drain();
        put(ahead, 5);
        ahead.drain();

        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(4), true));
        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(4), List.of(), false));
        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(5), List.of(), false));
    }

    @Test
    void nobody_looks_beyond_a_cut() {
        put(ahead, 1, 2, 3, 4);
        ahead.cut();
        put(ahead, 5, 6, 7, 8, 9);

        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(4), true));
        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(4), List.of(), false));
        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(5, 6, 7), List.of(8, 9), true));
    }

    @Test
    void looking_ahead_farther_than_a_group_is_long_works_too() {
        ahead.reshape(shape -> shape.withGroupLength(1).withLookAhead(3));
        put(ahead, 1, 2, 3, 4, 5);
        ahead.drain();

        for (int first = 1; first <= 5; first++) {
            var following = IntStream.range(first + 1, Math.min(6, first + 4)).boxed().toList();
            assertThat(ahead.take()).contains(new FrameGroup<>(List.of(first), following, first == 1));
        }
    }

    @Test
    void a_shorter_look_ahead_completes_every_group_that_waited_for_more() {
        ahead.reshape(shape -> shape.withLookAhead(6));
        put(ahead, 1, 2, 3, 4, 5, 6, 7, 8);

        ahead.reshape(shape -> shape.withLookAhead(0));

        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(1, 2, 3), List.of(), true));
        assertThat(ahead.take()).contains(new FrameGroup<>(List.of(4, 5, 6), List.of(), false));
        assertThat(ahead.level()).isEqualTo(2);
    }

    @Test
    void flush_drops_each_frame_once_those_too_that_are_looked_at() {
        put(ahead, 1, 2, 3, 4, 5, 6);
        ahead.take();

        assertThat(ahead.flush()).containsExactly(4, 5, 6);
        assertThat(lent).containsExactly(4, 5);
    }

    @Test
    void a_full_window_holds_as_many_frames_as_its_shape_says() {
        int frames = 0;
        while (ahead.level() < ahead.shape().capacity()) {
            assertThat(ahead.awaitRoom()).isTrue();
            ahead.put(++frames);
        }

        assertThat(frames).isEqualTo(8);
        assertThat(CompletableFuture.supplyAsync(ahead::awaitRoom)).isNotDone();
        ahead.refuse();
    }

    private void put(int... frames) {
        put(window, frames);
    }

    private static void put(TemporalWindow<Integer> window, int... frames) {
        for (int frame : frames) {
            window.put(frame);
        }
    }
}
