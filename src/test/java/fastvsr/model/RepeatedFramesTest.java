package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepeatedFramesTest {
    private static final PictureFormat FROM = TestFormats.i420(16, 8);
    private static final PictureFormat TO = TestFormats.i420(64, 32);
    private static final ModelSpec SPEC = new ModelSpec("counting", Preset.HINDSIGHT_PAGE, 4, 4, 2);

    /** Fills each output with the number of outputs so far. */
    private static final class Counting implements SuperResolver {
        private final List<String> calls = new ArrayList<>();
        private int count;

        @Override
        public ModelSpec model() {
            return SPEC;
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public void upscale(List<Picture> inputs, List<Picture> outputs) {
            calls.add(inputs.size() + " to " + outputs.size());
            for (Picture output : outputs) {
                count++;
                ByteBuffer bytes = output.bytes().slice();
                IntStream.range(0, bytes.capacity()).forEach(i -> bytes.put(i, (byte) count));
            }
        }

        @Override
        public void reset() {
            calls.add("reset");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private final Counting network = new Counting();
    private final RepeatedFrames resolver = new RepeatedFrames(network);

    private static List<Picture> frames(int... seeds) {
        return IntStream.of(seeds).mapToObj(seed -> TestFormats.noise(FROM, seed)).toList();
    }

    /** What frames of these seeds, and some to look ahead, become. */
    private List<Integer> upscaled(List<Picture> inputs, int outputs, PictureFormat to) {
        List<Picture> upscaled = Stream.generate(() -> TestFormats.blank(to)).limit(outputs).toList();
        resolver.upscale(inputs, upscaled);
        return upscaled.stream().map(picture -> onlyByte(picture.bytes().slice())).toList();
    }

    private static int onlyByte(ByteBuffer bytes) {
        byte first = bytes.get(0);
        while (bytes.hasRemaining()) {
            assertThat(bytes.get()).isEqualTo(first);
        }
        return first;
    }

    @Test
    void repeats_get_what_the_frame_before_got_and_do_not_reach_the_network() {
        assertThat(upscaled(frames(7, 7, 8, 8, 8, 7), 6, TO)).containsExactly(1, 1, 2, 2, 2, 3);

        assertThat(network.calls).containsExactly("3 to 3");
    }

    @Test
    void a_frame_repeated_across_a_border_of_groups_is_known_too() {
        upscaled(frames(1, 2), 2, TO);

        assertThat(upscaled(frames(2, 2, 3), 3, TO)).containsExactly(2, 2, 3);
        assertThat(upscaled(frames(3, 3), 2, TO)).containsExactly(3, 3);
        assertThat(upscaled(frames(3, 2), 2, TO)).containsExactly(3, 4);
        assertThat(network.calls).containsExactly("2 to 2", "1 to 1", "1 to 1");
    }

    @Test
    void what_is_looked_at_ahead_is_seen_once_and_is_not_taken_for_upscaled() {
        assertThat(upscaled(frames(1, 2, 2, 3), 2, TO)).containsExactly(1, 2);
        assertThat(upscaled(frames(2, 3, 3, 3), 2, TO)).containsExactly(2, 3);

        assertThat(network.calls).containsExactly("3 to 2", "1 to 1");
    }

    @Test
    void says_which_frame_it_knows_and_how_many_the_network_computed() {
        List<Picture> outputs = Stream.generate(() -> TestFormats.blank(TO)).limit(4).toList();

        assertThat(resolver.isKnown(frames(8).get(0))).isFalse();
        assertThat(resolver.begin(frames(7, 7, 8, 8), outputs).computed(4)).isEqualTo(2);

        assertThat(resolver.isKnown(frames(8).get(0))).isTrue();
        assertThat(resolver.isKnown(frames(7).get(0))).isFalse();
        resolver.reset();
        assertThat(resolver.isKnown(frames(8).get(0))).isFalse();
    }

    @Test
    void the_kept_frame_is_a_copy() {
        List<Picture> inputs = frames(1);
        upscaled(inputs, 1, TO);
        inputs.get(0).bytes().slice().put(frames(2).get(0).bytes().slice());

        assertThat(upscaled(frames(1), 1, TO)).containsExactly(1);
        assertThat(upscaled(frames(2), 1, TO)).containsExactly(2);
    }

    @Test
    void one_sample_more_or_less_is_another_frame() {
        List<Picture> inputs = frames(1, 1);
        ByteBuffer bytes = inputs.get(1).bytes().slice();
        int last = bytes.capacity() - 1;
        bytes.put(last, (byte) (bytes.get(last) + 1));

        assertThat(upscaled(inputs, 2, TO)).containsExactly(1, 2);
    }

    @Test
    void what_lies_between_the_rows_is_no_part_of_a_frame() {
        PictureFormat padded = TestFormats.planar(15, 7, 2, 2, 3, Colorimetry.BT601, PictureFormat.ChromaSite.LEFT);
        List<Picture> inputs = List.of(TestFormats.noise(padded, 1), TestFormats.noise(padded, 1));
        Component luma = padded.components().get(0);
        ByteBuffer bytes = inputs.get(1).bytes().slice();
        IntStream.range(luma.width(), luma.rowStride()).forEach(i -> bytes.put(i, (byte) (bytes.get(i) + 1)));

        assertThat(upscaled(inputs, 2, TestFormats.i420(60, 28))).containsExactly(1, 1);
    }

    @Test
    void another_format_or_a_reset_begins_anew() {
        upscaled(frames(1), 1, TO);

        assertThat(upscaled(frames(1), 1, TestFormats.i420(32, 16))).containsExactly(2);
        resolver.reset();
        assertThat(upscaled(frames(1), 1, TestFormats.i420(32, 16))).containsExactly(3);
        resolver.close();
        assertThat(network.calls).containsExactly("1 to 1", "1 to 1", "reset", "1 to 1", "close");
    }
}
