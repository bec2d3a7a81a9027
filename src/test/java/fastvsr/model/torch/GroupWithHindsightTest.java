package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.Colorimetry;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.TestFormats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What GPUs run for networks with hindsight, on the CPU, against what CPUs run. */
class GroupWithHindsightTest {
    private static final int WIDTH = 36;
    private static final int HEIGHT = 20;
    private static final int LOOK_AHEAD = 3;
    private static final NetworkSource SOURCE = new NetworkSource(
            Stream.of(Preset.HINDSIGHT_PAGE, "frames", "sweeps", "batch", "sweepsatonce").map(NetworkPage::load).toList(),
            Map.of("fused", 2), RandomWeights.of(Preset.QUALITY, 4));
    private static final List<List<Integer>> GROUPS = List.of(List.of(3, LOOK_AHEAD), List.of(4, 1), List.of(1, 0));

    /** A format for frames of a size. */
    private interface Format {
        PictureFormat of(int width, int height);
    }

    private static Stream<Format> formats() {
        return Stream.of(TestFormats::i420, TestFormats::p010, TestFormats::gray,
                (w, h) -> TestFormats.packed(w, h, Colorimetry.SRGB, 4, 0, 1, 2, 3));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void groups_at_once_give_the_pictures_of_their_frames_one_by_one(Format format) {
        PictureFormat from = format.of(WIDTH, HEIGHT);
        PictureFormat to = format.of(4 * WIDTH, 4 * HEIGHT);
        List<Picture> inputs = inputs(from);

        List<Picture> expected = oneByOne(inputs, to);
        List<Picture> together = atOnce(inputs, to, GROUPS);

        assertThat(together).hasSameSizeAs(expected);
        for (int t = 0; t < expected.size(); t++) {
            for (var c : to.components()) { int[] n = new int[4]; for (int i = 0; i < c.width() * c.height(); i++) { int d = Math.abs(TestFormats.get(expected.get(t), c, i % c.width(), i / c.width()) - TestFormats.get(together.get(t), c, i % c.width(), i / c.width())); n[d > 16 ? 3 : d > 1 ? 2 : d]++; } System.out.println("DIAG " + t + " " + c.offset() + " " + java.util.Arrays.toString(n)); }
            BatchPageTest.assertSame(expected.get(t), together.get(t), "frame " + t);
        }
    }

    @Test
    void a_divided_group_looks_ahead_at_its_own_frames() {
        List<Picture> inputs = inputs(TestFormats.i420(WIDTH, HEIGHT));
        PictureFormat to = TestFormats.i420(4 * WIDTH, 4 * HEIGHT);

        List<Picture> together = atOnce(inputs, to, List.of(List.of(2, 3), List.of(2, 3), List.of(2, 2), List.of(2, 0)));
        List<Picture> divided = atOnce(inputs, to, List.of(List.of(8, 0)), 2);

        for (int t = 0; t < together.size(); t++) {
            assertThat(divided.get(t).bytes()).isEqualTo(together.get(t).bytes());
        }
    }

    private static List<Picture> inputs(PictureFormat from) {
        return IntStream.range(0, 8).mapToObj(t -> TestFormats.noise(from, t / 2)).toList();
    }

    private static List<Picture> oneByOne(List<Picture> inputs, PictureFormat to) {
        List<Picture> outputs = new ArrayList<>();
        try (TorchModule module = TorchModule.load(SOURCE, false, "cpu", 1); TensorScope scope = module.newScope()) {
            GroupFormat format = new GroupFormat(inputs.get(0).format(), to);
            List<Tensor> state = List.of();
            for (List<Integer> group : GROUPS) {
                int first = outputs.size();
                List<Picture> mine = Stream.generate(() -> TestFormats.blank(to)).limit(group.get(0)).toList();
                state = module.call(scope, "group_with_hindsight", bytes(scope, inputs.subList(first, first + group.get(0) + group.get(1))),
                        bytes(scope, mine), format.layout(), format.outputLayout(), format.before(), format.behind(),
                        format.lumaWeights(), state);
                outputs.addAll(mine);
            }
        }
        return outputs;
    }

    private static List<Tensor> bytes(TensorScope scope, List<Picture> pictures) {
        return pictures.stream().map(picture -> scope.bytes(picture.bytes())).toList();
    }

    private static List<Picture> atOnce(List<Picture> inputs, PictureFormat to, List<List<Integer>> groups) {
        return atOnce(inputs, to, groups, Integer.MAX_VALUE);
    }

    /** Groups of so many frames and so many that follow, divided into parts of at most that many frames. */
    private static List<Picture> atOnce(List<Picture> inputs, PictureFormat to, List<List<Integer>> groups, int mostFrames) {
        List<Picture> outputs = new ArrayList<>();
        try (TorchModule module = TorchModule.load(SOURCE, false, "cpu", 1); TensorScope scope = module.newScope()) {
            GroupFormat format = new GroupFormat(inputs.get(0).format(), to);
            try (GroupWithHindsight network = new GroupWithHindsight(module, format, LOOK_AHEAD, mostFrames, () -> { })) {
                List<Tensor> state = List.of();
                for (List<Integer> group : groups) {
                    state = upscale(module, scope, network, inputs, group.get(0), group.get(1), state, outputs);
                }
            }
        }
        return outputs;
    }

    private static List<Tensor> upscale(TorchModule module, TensorScope scope, GroupUpscaler network, List<Picture> inputs, int count,
            int following, List<Tensor> state, List<Picture> outputs) {
        PictureFormat to = network.format().to();
        int row = Math.toIntExact(to.size() + 7) / 8 * 8;
        int first = outputs.size();
        ByteBuffer written = ByteBuffer.allocateDirect(count * row);
        Tensor rows = module.call(scope, "rows", scope.bytes(written), count).get(0);
        Tensor seen = BatchPageTest.rows(scope, module, inputs.subList(first, first + count + following));
        return network.upscale(scope, seen, rows, count, following, state,
                t -> outputs.add(new Picture(to, written.slice(t * row, row))));
    }
}
