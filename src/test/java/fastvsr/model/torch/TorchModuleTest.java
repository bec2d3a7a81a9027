package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fastvsr.model.HostTensor;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TorchModuleTest {
    private static final NetworkPage CONV = new NetworkPage("conv", """
            # weight w (O, I, 3, 3)
            # weight b (O)
            def run(self, x: Tensor, scale: float, padding: List[int]) -> Tuple[Tensor, List[Tensor]]:
              y = torch.conv2d(x, self.w, self.b, [1, 1], padding, [1, 1], 1)
              return (torch.mul(y, scale), [torch.add(y, self.offset), x])
            """);
    private static final NetworkPage TRAINING = new NetworkPage("training", """
            def step(self, x: Tensor, target: List[Tensor], rate: Tensor) -> List[Tensor]:
              y, rest = self.run(x, 1., [1, 1])
              loss = torch.mean(torch.square(torch.sub(y, target[0])), dtype=None)
              gradients = torch.grad([loss], self.parameters(), None, None, False, False)
              before = torch.is_grad_enabled()
              torch.set_grad_enabled(False)
              for i in range(len(gradients)):
                gradient = gradients[i]
                if gradient is not None:
                  torch.sub_(self.parameters()[i], gradient, alpha=float(rate))
              torch.set_grad_enabled(before)
              return [torch.detach(loss)]
            """);

    /** Weight[o][i][r][c] counts 0, 1, 2, ...; two inputs, three outputs. */
    private static Weights counting() {
        float[] w = new float[3 * 2 * 9];
        for (int i = 0; i < w.length; i++) {
            w[i] = i;
        }
        return new Weights(Map.of(), new java.util.LinkedHashMap<>(Map.of(
                "w", HostTensor.of(w, 3, 2, 3, 3), "b", HostTensor.of(new float[] {.5f, 0, -1}, 3))));
    }

    @Test
    void a_convolution_gives_the_numbers_worked_out_by_hand() {
        var source = new NetworkSource(List.of(CONV), Map.of("offset", 7), counting());

        try (TorchModule module = TorchModule.load(source, false, "cpu", 1); TensorScope scope = module.newScope()) {
            float[] input = new float[2 * 9];
            input[4] = 1;
            input[9] = 10;
            var results = module.call(scope, "run", scope.floats(input, 1, 2, 3, 3), 2.0, new long[] {0, 0});

            assertThat(results).hasSize(3);
            assertThat(results.get(0).shape()).containsExactly(1, 3, 1, 1);
            assertThat(results.get(0).floats()).containsExactly(2 * (4 + 90 + .5f), 2 * (22 + 270), 2 * (40 + 450 - 1));
            assertThat(results.get(1).floats()[1]).isEqualTo(22 + 270 + 7);
        }
    }

    @Test
    void a_training_step_written_as_one_page_method_lowers_the_loss() {
        var source = new NetworkSource(List.of(CONV, TRAINING), Map.of("offset", 7), counting());

        try (TorchModule module = TorchModule.load(source, true, "cpu", 1); TensorScope scope = module.newScope()) {
            Tensor x = scope.floats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2);
            Tensor target = scope.floats(new float[12], 1, 3, 2, 2);
            double first = module.train(scope, "step", x, List.of(target), 1e-4).get(0).number();
            double second = module.train(scope, "step", x, List.of(target), 1e-4).get(0).number();

            assertThat(second).isLessThan(first * .99);
            assertThat(module.parameters().get("w").floats()[4]).isNotCloseTo(4, within(1e-6f));
        }
    }

    @Test
    void values_that_only_pages_understand_pass_from_method_to_method() {
        NetworkPage page = new NetworkPage("words", """
                def words(self, count: int) -> Dict[str, List[int]]:
                  return {"counts": [count, count + 1]}
                def fill(self, words: Dict[str, List[int]], x: Tensor):
                  torch.fill_(x, words["counts"][1])
                """);
        var source = new NetworkSource(List.of(page), Map.of(), new Weights(Map.of(), Map.of()));

        try (TorchModule module = TorchModule.load(source, false, "cpu", 1); TensorScope scope = module.newScope();
                Handle words = module.hold("words", 6)) {
            Tensor x = scope.floats(new float[] {1, 2}, 2);
            module.run("fill", words, x);
            module.run("fill", words, x);

            assertThat(x.floats()).containsExactly(7, 7);
        }
    }
}
