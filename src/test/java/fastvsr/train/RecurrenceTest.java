package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The gradients that recurrence.page writes out are those that autograd finds for the network page itself. */
class RecurrenceTest {
    private static final int CLIPS = 2;
    private static final int FRAMES = 4;
    private static final int SIDE = 16;

    /** The network page frame by frame, all of it under autograd, and the gradients in question. */
    private static final NetworkPage BOTH_WAYS = new NetworkPage("both", """
            def autograd(self, input: Tensor, luma: Tensor, chroma: Tensor) -> List[Tensor]:
              b = input.size(0)
              state = annotate(List[Tensor], [])
              last = self.plain_layers()
              cells = annotate(List[Tensor], [])
              flows = annotate(List[Tensor], [])
              for x in torch.unbind(input, 1):
                cell, motion, state = self.advance(x, state, last, 1.)
                cells = torch.add(cells, [cell])
                flows = torch.add(flows, [motion[:, :2]])
              my_luma, my_chroma = self.shown(torch.cat(cells, 0), input)
              error = self.error(my_luma, my_chroma, luma, chroma)
              also = torch.mean(torch.square(torch.cat(flows, 0)), dtype=None)
              return self.given(error, torch.grad([error + also], self.parameters(), None, None, False, True))

            def by_hand(self, input: Tensor, luma: Tensor, chroma: Tensor) -> List[Tensor]:
              seen, layers, flow = self.survey(input)
              also = torch.mean(torch.square(flow), dtype=None)
              error, my_luma, gradients = self.slopes(seen, layers, also, input, luma, chroma)
              return self.given(error, gradients)

            def given(self, error: Tensor, gradients: List[Optional[Tensor]]) -> List[Tensor]:
              all = [torch.detach(error)]
              for gradient in gradients:
                if gradient is not None:
                  torch.append(all, gradient)
              return all
            """);

    @Test
    void gradients_written_out_are_those_of_autograd() {
        NetworkSource source = new NetworkSource(List.of(NetworkPage.load(Preset.PAGE), NetworkPage.load("recurrence"),
                NetworkPage.load("training"), BOTH_WAYS), Map.of("fused", 0, "swift", 0, "compute", 6),
                RandomWeights.of(Preset.NANO, 4));
        try (TorchModule module = TorchModule.load(source, true, "cpu", 1); TensorScope scope = module.newScope()) {
            List<Tensor> expected = module.train(scope, "autograd", clips(scope));
            List<Tensor> found = module.train(scope, "by_hand", clips(scope));

            assertThat(found).hasSize(source.weights().tensors().size() + 1).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(distance(found.get(i).floats(), expected.get(i).floats())).as("tensor " + i).isLessThan(2e-3);
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
