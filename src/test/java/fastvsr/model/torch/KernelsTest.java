package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.natives.Grid;
import fastvsr.model.natives.HostKernels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kernel, compiled for the CPU, against the lines of the pages that say the same. */
class KernelsTest {
    /** Multiples of 8 that are none of the sizes of blocks; the block of a tile ends in the middle of the picture. */
    private static final int W = 88;
    private static final int H = 40;
    private static final int HALF = 5; // libtorch's numbers of the types
    private static final int SINGLE = 6;
    private static final NetworkPage PROBE = new NetworkPage("probe", """
            def rounded(self, x: Tensor) -> Tensor:
              return torch.to(torch.to(x, 5, False, False, None), 6, False, False, None)
            def laid(self, x: Tensor, kind: int) -> Tensor:
              return torch.contiguous(torch.permute(torch.to(x, kind, False, False, None), [0, 2, 3, 1]), memory_format=0)
            def apart(self, x: Tensor) -> Tensor:
              return torch.contiguous(torch.permute(torch.to(x, 6, False, False, None), [0, 3, 1, 2]), memory_format=0)
            def parted(self, x: Tensor, channels: int) -> List[Tensor]:
              return [torch.slice(x, 1, 0, channels, 1), torch.slice(x, 1, channels, None, 1)]
            def in_cells(self, x: Tensor) -> Tensor:
              return torch.flatten(torch.transpose(torch.unflatten(x, 1, [-1, 16]), 1, 2), 1, 2)
            def trusted(self, motion: Tensor) -> Tensor:
              return torch.cat([torch.slice(motion, 1, 0, 2, 1), self.confidence(motion), torch.slice(motion, 1, 3, 4, 1)], 1)
            def base(self) -> List[Tensor]:
              return [torch.contiguous(torch.permute(torch.to(self.base_w, 5, False, False, None), [2, 3, 1, 0]), memory_format=0), torch.to(self.detail_b, 5, False, False, None)]
            def interpolated(self, x: Tensor) -> Tensor:
              return self.interpolate(torch.slice(x, 1, 0, 3, 1), [self.base_w, self.base_w, self.base_w, self.detail_b])
            def framed(self, x: Tensor, frames: int) -> Tensor:
              return torch.view(x, [frames, -1, torch.size(x, 2), torch.size(x, 3)])
            def none(self, h: int, w: int, c: int, kind: int) -> Tensor:
              return torch.full([1, h, w, c], 77, dtype=kind, layout=None, device=None, pin_memory=None)
            def shrunk(self, luma: Tensor) -> List[Tensor]:
              return [self.shrink_by(luma, 2), self.shrink_by(luma, 4), self.mean_around(luma, 1)]
            def matched(self, lumas: Tensor, flow: Tensor, level: int) -> List[Tensor]:
              before, luma = torch.split(lumas, 1, 0)
              if level == 1:
                cost, move = self.match(luma, before, 3, 1)
              elif level == 2:
                cost, move = self.match(luma, self.warp(before, torch.mul(torch.slice(flow, 1, 0, 2, 1), 0.25), 2), 2, 2)
              else:
                cost, move = self.match(luma, self.warp(before, torch.mul(torch.slice(flow, 1, 0, 2, 1), 0.25), 4), 1, 4)
              return [cost, move]
            def settled(self, lumas: Tensor, flow: Tensor) -> Tensor:
              before, luma = torch.split(lumas, 1, 0)
              halfway = self.polish(luma, before, self.enlarge(torch.slice(flow, 1, 0, 2, 1), 2))
              halfway = self.polish(luma, before, self.mean_around(halfway, 1))
              trust = self.confidence(self.enlarge(flow, 4))
              return torch.cat([self.bounded(self.enlarge(halfway, 2)), trust], 1)
            def met(self, near: Tensor, decoded: Tensor, motion: Tensor, features: Tensor, sharp: Tensor, plain: Tensor) -> Tensor:
              echo = self.echo(self.spread(sharp), self.luma_of(plain), motion, 8.)
              return torch.cat([near, self.follow(features, motion), torch.pixel_shuffle(decoded, 4), echo], 1)
            """);

    private static TorchModule module;

    private TensorScope scope;

    @BeforeAll
    static void load() {
        NetworkSource source = new NetworkSource(List.of(NetworkPage.load(Preset.PAGE), PROBE), Map.of("fused", 0),
                RandomWeights.of(Preset.NANO, 4));
        module = TorchModule.load(source, false, "cpu", 1);
    }

    @AfterAll
    static void unload() {
        module.close();
    }

    @BeforeEach
    void open() {
        scope = module.newScope();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private Tensor call(String method, Object... arguments) {
        return module.call(scope, method, arguments).get(0);
    }

    /** Numbers (b, c, h, w) that halves can hold, changing slowly from pixel to pixel, from {@code -size} to {@code size}. */
    private Tensor smooth(int seed, int b, int c, int h, int w, double size) {
        Random random = new Random(seed);
        float[] values = new float[b * c * h * w];
        for (int plane = 0; plane < b * c; plane++) {
            double phase = 6 * random.nextDouble();
            for (int i = 0; i < h * w; i++) {
                double wave = Math.sin(phase + i % w * 0.3) * Math.cos(phase + i / w * 0.4);
                values[plane * h * w + i] = (float) (size * (0.8 * wave + 0.2 * (2 * random.nextDouble() - 1)));
            }
        }
        return call("rounded", scope.floats(values, b, c, h, w));
    }

    /** As kernels take it: (b, h, w, c), halves. */
    private Tensor halves(Tensor x) {
        return call("laid", x, HALF);
    }

    /** The same in singles. */
    private Tensor singles(Tensor x) {
        return call("laid", x, SINGLE);
    }

    private Tensor room(int h, int w, int c, int kind) {
        return call("none", h, w, c, kind);
    }

    /** What a kernel wrote (b, h, w, c) as (b, c, h, w). */
    private Tensor written(Tensor x) {
        return call("apart", x);
    }

    private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        float[] a = actual.floats();
        float[] e = expected.floats();
        assertThat(a).hasSameSizeAs(e);
        for (int i = 0; i < a.length; i++) {
            assertThat((double) a[i]).as("number " + i).isCloseTo(e[i], within(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void luma_shrinks_and_softens_as_on_the_page(int threads) {
        Tensor luma = smooth(1, 2, 1, H, W, 1);
        Tensor half = room(2 * H / 2, W / 2, 1, HALF);
        Tensor quarter = room(2 * H / 4, W / 4, 1, HALF);
        Tensor soft = room(2 * H, W, 1, HALF);

        new HostKernels(threads).launch("shrink", Grid.items(W * H / 16, 2), halves(luma).address(), half.address(),
                quarter.address(), soft.address(), W, H);

        List<Tensor> expected = module.call(scope, "shrunk", luma);
        assertClose(written(half), expected.get(0), 0.0005);
        assertClose(written(quarter), expected.get(1), 0.0005);
        assertClose(written(soft), expected.get(2), 0.0005);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void frames_interpolate_as_on_the_page(int threads) {
        Tensor x = smooth(12, 2, 8, H, W, 1);
        List<Tensor> base = module.call(scope, "base");
        Tensor plain = room(2 * H, W, 24, HALF);

        new HostKernels(threads).launch("interpolate", new Grid((W + 31) / 32, (H + 15) / 16, 2), halves(x).address(),
                base.get(0).address(), base.get(1).address(), plain.address(), W, H);

        assertClose(written(call("framed", plain, 2)), call("interpolated", x), 0.002);
    }

    /** Moves that point far out of the picture are among the flow's. */
    @ParameterizedTest
    @CsvSource({"1, match_coarse, 56, 49, 1", "2, match_middle, 32, 25, 1", "4, match_fine, 16, 9, 1", "2, match_middle, 32, 25, 3"})
    void moves_match_as_on_the_page(int level, String kernel, int channels, int moves, int threads) {
        int w = W / 4;
        int h = H / 4;
        Tensor lumas = smooth(2, 2, 1, h * level, w * level, 0.5);
        Tensor flow = smooth(3, 1, 4, h, w, 30);
        Tensor costs = room(h, w, channels, HALF);
        Tensor likely = room(h, w, 2, SINGLE);
        Object[] arguments = level == 1 ? new Object[] {halves(lumas).address(), costs.address(), likely.address(), W, H}
                : new Object[] {halves(lumas).address(), singles(flow).address(), costs.address(), likely.address(), W, H};

        new HostKernels(threads).launch(kernel, Grid.squares(8, w, h, 1), arguments);

        List<Tensor> expected = module.call(scope, "matched", lumas, flow, level);
        List<Tensor> split = module.call(scope, "parted", written(costs), moves + 1);
        assertClose(split.get(0), expected.get(0), 0.004);
        assertThat(split.get(1).floats()).containsOnly(0);
        assertClose(written(likely), expected.get(1), 0.004);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void what_is_left_of_the_difference_polishes_the_flow_as_on_the_page(int threads) {
        Tensor softs = smooth(4, 2, 1, H, W, 0.5);
        Tensor flow = smooth(5, 1, 4, H / 4, W / 4, 12);
        Tensor cells = singles(flow);
        Tensor halfway = room(H / 2, W / 2, 2, SINGLE);
        Tensor softened = room(H / 2, W / 2, 2, SINGLE);
        Tensor motion = room(H, W, 4, SINGLE);

        HostKernels kernels = new HostKernels(threads);
        kernels.launch("refine_grid", Grid.items(W * H / 4, 1), cells.address(), softened.address(), W, H);
        kernels.launch("polish", Grid.squares(16, W / 2, H / 2, 1), halves(softs).address(), softened.address(), halfway.address(), W, H);
        kernels.launch("soften", Grid.items(W * H / 4, 1), halfway.address(), softened.address(), W, H);
        kernels.launch("polish", Grid.squares(16, W / 2, H / 2, 1), halves(softs).address(), softened.address(), halfway.address(), W, H);
        kernels.launch("settle", Grid.items(W * H, 1), cells.address(), halfway.address(), motion.address(), W, H);

        Tensor expected = call("settled", softs, flow);
        assertClose(module.call(scope, "parted", written(motion), 3).get(0), expected, 0.002);
    }

    @ParameterizedTest
    @CsvSource({"64, 32, 1", "16, 24, 1", "16, 16, 7"})
    void a_frame_meets_the_one_before_as_on_the_page(int c, int d, int threads) {
        Tensor near = smooth(6, 1, c, H, W, 2);
        Tensor decoded = smooth(7, 1, 16 * d, H / 4, W / 4, 2);
        Tensor features = smooth(8, 1, c, H, W, 2);
        Tensor motion = smooth(9, 1, 4, H, W, 20);
        Tensor sharp = smooth(10, 1, 16, H, W, 4);
        Tensor plain = smooth(11, 1, 24, H, W, 4);
        Tensor trusted = call("trusted", motion);
        Tensor all = room(H, W, 2 * c + d + 16, HALF);

        new HostKernels(threads).launch("align", new Grid((W + 63) / 64, H, 1), halves(near).address(),
                halves(call("in_cells", decoded)).address(), singles(trusted).address(), halves(features).address(),
                halves(sharp).address(), halves(plain).address(), 0.5f, all.address(), c, d, W, H);

        assertClose(written(all), call("met", near, decoded, motion, features, sharp, plain), 0.01);
    }
}
