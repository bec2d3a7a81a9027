package fastvsr.gst;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PiecePoolTest {
    private final List<Block> blocks = new ArrayList<>();
    private PiecePool pool;

    /** Plain memory. */
    private static final class Block implements PiecePool.Piece {
        private final ByteBuffer memory = ByteBuffer.allocateDirect(64);
        private int freed;

        @Override
        public ByteBuffer bytes() {
            return memory.duplicate();
        }

        @Override
        public void free() {
            freed++;
        }
    }

    private Block block() {
        var made = new Block();
        blocks.add(made);
        return made;
    }

    @BeforeEach
    void open() {
        Host.formats(); // GStreamer is started
        pool = new PiecePool(block(), this::block);
    }

    @Test
    void a_buffer_is_the_memory_of_a_piece_which_is_lent_again_when_it_comes_back() {
        var buffer = pool.acquire().orElseThrow();
        assertThat(buffer.isOnePiece()).isTrue();
        buffer.close();

        pool.acquire().orElseThrow().close();

        assertThat(blocks).hasSize(1);
    }

    @Test
    void as_many_pieces_are_made_as_are_lent_at_a_time() {
        var held = List.of(pool.acquire().orElseThrow(), pool.acquire().orElseThrow(), pool.acquire().orElseThrow());
        held.forEach(Buffer::close);
        pool.close();

        assertThat(blocks).hasSize(3).allSatisfy(block -> assertThat(block.freed).isEqualTo(1));
    }

    @Test
    void a_piece_outlives_its_pool_until_its_buffer_is_freed() {
        var buffer = pool.acquire().orElseThrow();
        var other = buffer.share();

        pool.close();
        buffer.close();
        assertThat(blocks.get(0).freed).isZero();
        other.close();

        assertThat(blocks.get(0).freed).isEqualTo(1);
    }

    @Test
    void nothing_is_lent_while_it_is_flushing() {
        pool.setFlushing(true);
        assertThat(pool.acquire()).isEmpty();

        pool.setFlushing(false);
        assertThat(pool.acquire().map(Buffer::address).orElse(0L)).isNotZero();
    }
}
