package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gradients that recurrence.page writes out are those that autograd finds for the network page itself. */
class RecurrenceTest {
    private static final int CLIPS = 2;
    private static final int FRAMES = 4;
    private static final int SIDE = 16;

    /** Gradients of the network page itself, frame by frame, and those in question. */
    private static final String COMMON = """
            def autograd(self, input: Tensor, luma: Tensor, chroma: Tensor) -> List[Tensor]:
              loss, error = self.loss(input, luma, chroma)
              return self.given(error, torch.grad([loss], self.parameters(), None, None, False, True))

            def by_hand(self, input: Tensor, luma: Tensor, chroma: Tensor) -> List[Tensor]:
              seen, layers, flow = self.survey(input)
              also = torch.mean(torch.square(flow), dtype=None)
              error, my_luma, gradients = self.slopes(seen, layers, also, luma, chroma, [])
              return self.given(error, gradients)

            def given(self, error: Tensor, gradients: List[Optional[Tensor]]) -> List[Tensor]:
              all = [torch.detach(error)]
              for gradient in gradients:
                if gradient is not None:
                  torch.append(all, gradient)
              return all

            # Frames (T) one by one -> cells (T * B, 24, h, w), features and flow of each
            def walk(self, frames: List[Tensor], hints: List[Tensor]) -> Tuple[Tensor, List[Tensor], Tensor]:
              state = annotate(List[Tensor], [])
              cells = annotate(List[Tensor], [])
              features = annotate(List[Tensor], [])
              flows = annotate(List[Tensor], [])
              for t in range(len(frames)):
                cell, motion, state = self.advance_with(frames[t], state, torch.slice(hints, t, t + 1, 1))
                torch.append(cells, cell)
                torch.append(features, state[1])
                torch.append(flows, motion[:, :2])
              return (torch.cat(cells, 0), features, torch.cat(flows, 0))

            def advance_with(self, x: Tensor, state: List[Tensor], hint: List[Tensor]) -> Tuple[Tensor, Tensor, List[Tensor]]:
              last = self.plain_layers()
              cells = self.interpolate(x, last)
              now = torch.contiguous(x[:, :1])
              if len(state) == 0:
                state = [now, torch.zeros([x.size(0), self.fuse_b.size(0), x.size(2), x.size(3)], dtype=6), self.spread(self.luma_of(cells))]
              motion = self.motion(now, state[0])
              near, decoded = self.perceive(x)
              echo = self.echo(state[2], self.luma_of(cells), motion, 1.)
              sum = self.conv(torch.cat([near, self.follow(state[1], motion), decoded, echo], 1), self.fuse_w, self.fuse_b)
              for each in hint:
                sum = sum + each
              features = self.blocks(torch.relu(sum), self.refine_first_w, self.refine_first_b, self.refine_second_w, self.refine_second_b)
              cells = self.conv(features, self.detail_w, self.detail_b) + cells
              return (cells, motion, [now, features, self.spread(self.luma_of(cells))])
            """;
    private static final String CAUSAL = """
            def loss(self, input: Tensor, luma: Tensor, chroma: Tensor) -> Tuple[Tensor, Tensor]:
              cells, features, flow = self.walk(torch.unbind(input, 1), [])
              error = self.error(cells, luma, chroma)
              return (error + torch.mean(torch.square(flow), dtype=None), error)
            """;
    private static final String BOTH_WAYS = """
            def loss(self, input: Tensor, luma: Tensor, chroma: Tensor) -> Tuple[Tensor, Tensor]:
              b = input.size(0)
              first, features, _0 = self.walk(torch.unbind(torch.flip(input, [1]), 1), [])
              first = self.reverse(first, b)
              plain = self.interpolate(self.in_time(input), self.plain_layers())
              hint = self.hindsight(self.reverse(torch.cat(features, 0), b), first, plain, self.hindsight_w, 1.)
              cells, _1, flow = self.walk(torch.unbind(input, 1), torch.split(hint, b, 0))
              error = self.error(cells, luma, chroma)
              return (error + self.share_of_first() * self.error(first, luma, chroma) + torch.mean(torch.square(flow), dtype=None), error)
            """;

    @Test
    void gradients_of_one_sweep_are_those_of_autograd() {
        compare(List.of(NetworkPage.load("fastvsr"), NetworkPage.load("causal"), new NetworkPage("test", COMMON + CAUSAL)), Preset.NANO);
    }

    @Test
    void gradients_of_sweeps_there_and_back_are_those_of_autograd() {
        compare(List.of(NetworkPage.load("hindsight"), NetworkPage.load("bothways"), new NetworkPage("test", COMMON + BOTH_WAYS)), Preset.QUALITY);
    }

    private static void compare(List<NetworkPage> pages, Preset preset) {
        List<NetworkPage> all = Stream.concat(pages.stream(), Stream.of("film", "coding", "recurrence", "training", "terms", "freeenergy").map(NetworkPage::load)).toList();
        Map<String, Number> constants = new HashMap<>(Terms.NONE.constants());
        constants.putAll(Map.of("fused", 0, "swift", 0, "compute", 6));
        NetworkSource source = new NetworkSource(all, constants, RandomWeights.of(preset, 4));
        try (TorchModule module = TorchModule.load(source, true, "cpu", 2); TensorScope scope = module.newScope()) {
            List<Tensor> expected = module.train(scope, "autograd", clips(scope));
            List<Tensor> found = module.train(scope, "by_hand", clips(scope));

            assertThat(found).hasSize(source.weights().tensors().size() + 1).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(distance(found.get(i).floats(), expected.get(i).floats())).as("tensor " + i).isLessThan(5e-3);
            }
        }
    }

    /** Input, true luma and true chroma of clips whose frames move. */
    private static Object[] clips(TensorScope scope) {
        return new Object[] {moving(scope, 3, SIDE), moving(scope, 1, 4 * SIDE), moving(scope, 2, 2 * SIDE)};
    }

    private static Tensor moving(TensorScope scope, int channels, int side) {
        Random random = new Random(side);
        float[] values = new float[CLIPS * FRAMES * channels * side * side];
        for (int i = 0; i < values.length; i++) {
            int x = i % side;
            int y = i / side % side;
            int t = i / (channels * side * side) % FRAMES;
            double scale = 16.0 / side;
            values[i] = (float) (0.5 + 0.3 * Math.sin(0.9 * (x * scale + 0.7 * t)) * Math.cos(0.8 * (y * scale - 0.4 * t))
                    + 0.02 * random.nextGaussian());
        }
        return scope.floats(values, CLIPS, FRAMES, channels, side, side);
    }

    /** ||a - b|| / ||b|| */
    private static double distance(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            difference += Math.pow(a[i] - b[i], 2);
            norm += Math.pow(b[i], 2);
        }
        assertThat(norm).isPositive();
        return Math.sqrt(difference / norm);
    }
}
