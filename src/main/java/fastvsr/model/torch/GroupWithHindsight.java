package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.natives.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Upscales groups of pictures of one format for networks with hindsight: each group from its last frame to its first, then from its
 * first to its last.
 *
 * <p>What frames are by themselves is kept until the second sweep has passed, 200 to 400 bytes for each pixel of an input.
 */
final class GroupWithHindsight implements GroupUpscaler {
    private final TorchModule module;
    private final GroupFormat format;
    private final SweepSteps steps;
    private final int lookAhead;
    private final FramesTogether together;

    /**
     * Prepares for a format.
     *
     * @param layers      shared with other formats
     * @param lookAhead   frames behind a group that are looked at, at most
     * @param kernels     to be used around the convolutions, if there are any on the device
     * @param onShrinking hears that the device's memory is full, so that from now on fewer frames are computed together
     */
    GroupWithHindsight(TorchModule module, GroupFormat format, LayersBySize layers, int lookAhead, Optional<Kernels> kernels,
            Runnable onShrinking) {
        this.module = module;
        this.format = format;
        this.lookAhead = lookAhead;
        this.together = new FramesTogether(format, onShrinking);
        this.steps = kernels.<SweepSteps>map(each -> new KernelSweeps(module, format, layers, each))
                .orElseGet(() -> new PageSweeps(module, format, layers));
    }

    @Override
    public GroupFormat format() {
        return format;
    }

    @Override
    public List<Tensor> upscale(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following, List<Tensor> state,
            IntConsumer onWritten) {
        int ahead = Math.min(lookAhead, following);
        while (true) {
            try (TensorScope group = module.newScope()) {
                return scope.adopt(new Frames(group, inputs, outputs, count, ahead).upscale(state, onWritten));
            } catch (ModelException full) {
                together.shrink(full, together.of(count + ahead));
            }
        }
    }

    /** The frames of a group, with those that they look ahead at. */
    private final class Frames {
        private final TensorScope scope;
        private final Tensor inputs;
        private final Tensor outputs;
        private final int count;
        private final List<Stretch> stretches = new ArrayList<>();
        private final Tensor luma;

        Frames(TensorScope scope, Tensor inputs, Tensor outputs, int count, int following) {
            this.scope = scope;
            this.inputs = inputs;
            this.outputs = outputs;
            this.count = count;
            for (int first = 0; first < count + following; first += last().length()) {
                stretches.add(steps.survey(scope, inputs, first, first, together.of(count + following - first)));
            }
            luma = steps.luma(scope, stretches);
        }

        private Stretch last() {
            return stretches.get(stretches.size() - 1);
        }

        List<Tensor> upscale(List<Tensor> state, IntConsumer onWritten) {
            lookBack();
            List<Tensor> past = state.isEmpty() ? steps.begin(scope, stretches.get(0), 0) : state;
            try (RecurrentState passing = new RecurrentState(module, past.subList(1, 3))) {
                for (Stretch stretch : stretches.stream().filter(each -> each.first() < count).toList()) {
                    passing.advance((fresh, before) -> goOn(fresh, stretch, past.get(0), before, onWritten));
                }
                List<Tensor> beside = scope.adopt(passing.tensors());
                return List.of(steps.keep(scope, luma, count - 1), beside.get(0), beside.get(1));
            }
        }

        private void lookBack() {
            List<Tensor> end = steps.begin(scope, last(), last().length() - 1).subList(1, 3);
            try (RecurrentState passing = new RecurrentState(module, end)) {
                for (int i = stretches.size() - 1; i >= 0; i--) {
                    Stretch stretch = stretches.get(i);
                    passing.advance((fresh, behind) -> lookBack(fresh, stretch, behind));
                }
            }
        }

        /** Features and luma given out of the frame behind the stretch -> those of its first frame. */
        private List<Tensor> lookBack(TensorScope fresh, Stretch stretch, List<Tensor> behind) {
            try (TensorScope sweep = module.newScope()) {
                List<Tensor> origins = steps.originsBehind(sweep, stretch, luma);
                List<Tensor> beside = behind;
                for (int t = stretch.length() - 1; t >= 0; t--) {
                    beside = steps.lookBack(sweep, stretch, origins, t, beside, stretch.first() + t < count);
                }
                return fresh.adopt(beside);
            }
        }

        /** Features and luma given out of the frame before the stretch -> those of its last frame that is given out. */
        private List<Tensor> goOn(TensorScope fresh, Stretch stretch, Tensor lumaBefore, List<Tensor> before, IntConsumer onWritten) {
            int length = Math.min(stretch.length(), count - stretch.first());
            try (TensorScope sweep = module.newScope()) {
                List<Tensor> origins = steps.originsBefore(sweep, stretch, length, luma, lumaBefore);
                List<Tensor> beside = before;
                for (int t = 0; t < length; t++) {
                    int row = stretch.first() + t;
                    beside = steps.goOn(sweep, stretch, origins, t, beside, inputs, outputs, row);
                    onWritten.accept(row);
                }
                return fresh.adopt(beside);
            }
        }
    }
}
