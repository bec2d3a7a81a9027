package fastvsr.gst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PiecePoolTest {
    private final List<Block> blocks = new CopyOnWriteArrayList<>();
    /** One permit per piece that may be made. */
    private final Semaphore permits = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore made = new Semaphore(0);
    private PiecePool pool;

    /** Plain memory. */
    private static final class Block implements PiecePool.Piece {
        private final ByteBuffer memory = ByteBuffer.allocateDirect(64);
        private final AtomicInteger freed = new AtomicInteger();

        @Override
        public ByteBuffer bytes() {
            return memory.duplicate();
        }

        @Override
        public void free() {
            freed.incrementAndGet();
        }
    }

    private Block block() {
        begun.release();
        permits.acquireUninterruptibly();
        var one = new Block();
        blocks.add(one);
        made.release();
        return one;
    }

    @BeforeEach
    void open() {
        Host.formats(); // GStreamer is started
        pool = new PiecePool(3, this::block);
    }

    @AfterEach
    void close() {
        permits.release(100);
        pool.close();
    }

    private Buffer acquire() {
        return pool.acquire().orElseThrow();
    }

    @Test
    void as_many_pieces_as_are_needed_are_made_before_anybody_wants_one() {
        permits.release(100);

        made.acquireUninterruptibly(3);
        pool.close();

        assertThat(blocks).hasSize(3).allSatisfy(block -> assertThat(block.freed).hasValue(1));
    }

    @Test
    void a_buffer_is_the_memory_of_a_piece_which_is_lent_again_when_it_comes_back() {
        permits.release();
        var buffer = acquire();
        assertThat(buffer.isOnePiece()).isTrue();
        buffer.close();

        acquire().close();

        assertThat(blocks).hasSize(1);
    }

    @Test
    void another_piece_is_made_when_none_is_left() {
        permits.release(100);
        var held = List.of(acquire(), acquire(), acquire());

        made.acquireUninterruptibly(4);
        held.forEach(Buffer::close);
        pool.close();

        assertThat(blocks).hasSize(4).allSatisfy(block -> assertThat(block.freed).hasValue(1));
    }

    @Test
    void whoever_finds_none_waits_for_one_that_comes_back_while_another_is_being_made() {
        permits.release();
        var buffer = acquire();
        var next = CompletableFuture.supplyAsync(this::acquire);

        buffer.close();
        next.join().close();

        assertThat(blocks).hasSize(1);
    }

    @Test
    void a_piece_outlives_its_pool_until_its_buffer_is_freed() {
        permits.release(100);
        var buffer = acquire();
        var other = buffer.share();

        pool.close();
        buffer.close();
        assertThat(blocks).filteredOn(block -> block.freed.get() == 0).hasSize(1);
        other.close();

        assertThat(blocks).allSatisfy(block -> assertThat(block.freed).hasValue(1));
    }

    @Test
    void a_piece_that_is_being_made_while_the_pool_is_closed_is_freed_before_that_returns() throws InterruptedException {
        begun.acquireUninterruptibly();
        Thread closing = new Thread(pool::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(closing.isAlive()).as("waits for the piece").isTrue();
        permits.release(100);

        closing.join();

        int freed = blocks.stream().mapToInt(block -> block.freed.get()).sum();
        assertThat(freed).isEqualTo(blocks.size()).isPositive();
    }

    @Test
    void nothing_is_lent_while_it_is_flushing() {
        permits.release(100);
        pool.setFlushing(true);
        assertThat(pool.acquire()).isEmpty();

        pool.setFlushing(false);
        assertThat(pool.acquire().map(Buffer::address).orElse(0L)).isNotZero();
    }

    @Test
    void a_flush_wakes_whoever_waits_for_a_piece() {
        CompletableFuture<Optional<Buffer>> waiting = CompletableFuture.supplyAsync(pool::acquire);

        pool.setFlushing(true);

        assertThat(waiting.join()).isEmpty();
    }

    @Test
    void what_was_made_goes_round_when_no_more_can_be_made_and_whoever_finds_none_is_told_why() {
        var first = new AtomicInteger();
        try (var small = new PiecePool(2, () -> {
            if (first.getAndIncrement() > 0) {
                throw new IllegalStateException("no page is left");
            }
            return new Block();
        })) {
            var buffer = small.acquire().orElseThrow();
            assertThatThrownBy(small::acquire).hasMessage("no page is left");
            buffer.close();

            assertThat(small.acquire().map(Buffer::address).orElse(0L)).isNotZero();
        }
    }
}
