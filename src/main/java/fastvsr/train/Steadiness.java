package fastvsr.train;

import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * How steady consecutive pictures are: the warping error along the motion of the truth ({@code motion.page}).
 *
 * <p>The motion is found in the true pictures by matching squares, so no network is measured by its own motion. Belongs to
 * one thread at a time.
 */
public final class Steadiness implements AutoCloseable {
    private final MeasurePage page;

    /**
     * A picture and the one before it, of the size of the truth.
     *
     * @param now    the picture
     * @param before the picture before
     */
    public record Step(RgbImage now, RgbImage before) {
    }

    /** Loads the measure; {@code threads} CPU threads, 0 for all. */
    public Steadiness(int threads) {
        page = new MeasurePage("motion", threads);
    }

    /**
     * Mean difference of luma, in levels of 8 bits, between a picture and the one before moved along the true motion, where
     * the truth can be followed; no number where it nowhere can.
     *
     * @return one for each of {@code steps}
     */
    public List<Double> errors(Step truth, List<Step> steps) {
        try (TensorScope scope = page.newScope()) {
            List<Tensor> motion = call(scope, "follow", truth);
            List<Double> errors = new ArrayList<>();
            for (Step step : steps) {
                errors.add(call(scope, "unsteadiness", step, motion.get(0), motion.get(1)).get(0).number());
            }
            return errors;
        }
    }

    private List<Tensor> call(TensorScope scope, String method, Step step, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(MeasurePage.bytes(scope, step.now()),
                MeasurePage.bytes(scope, step.before()), step.now().width(), step.now().height()));
        arguments.addAll(List.of(more));
        return page.call(scope, method, arguments.toArray());
    }

    @Override
    public void close() {
        page.close();
    }
}
