package fastvsr.model.torch;

import java.util.ArrayList;
import java.util.List;

/** Sweeps by {@code sweepsatonce.page}, which does everything by libtorch's operators. */
final class PageSweeps implements SweepSteps {
    private static final int LUMA = 2;

    private final TorchModule module;
    private final GroupFormat format;
    private final List<Tensor> fixed;

    PageSweeps(TorchModule module, GroupFormat format, LayersBySize layers) {
        this.module = module;
        this.format = format;
        this.fixed = layers.of("for_format", format);
    }

    @Override
    public Stretch survey(TensorScope scope, Tensor inputs, int row, int first, int length) {
        return new Stretch(first, length, module.call(scope, "survey_frames", inputs, row, length, format.layout(),
                format.outputLayout(), format.before(), format.lumaWeights(), fixed));
    }

    @Override
    public Tensor luma(TensorScope scope, List<Stretch> stretches) {
        return module.call(scope, "join_lumas", stretches.stream().map(each -> each.surveyed().get(LUMA)).toList()).get(0);
    }

    @Override
    public List<Tensor> begin(TensorScope scope, Stretch stretch, int t) {
        return module.call(scope, "begin_with", stretch.surveyed(), t);
    }

    @Override
    public List<Tensor> originsBehind(TensorScope scope, Stretch stretch, Tensor luma) {
        return module.call(scope, "origins_behind", luma, stretch.first(), stretch.length(), fixed);
    }

    @Override
    public List<Tensor> originsBefore(TensorScope scope, Stretch stretch, int length, Tensor luma, Tensor past) {
        return module.call(scope, "origins_before", luma, stretch.first(), length, past, fixed);
    }

    @Override
    public List<Tensor> lookBack(TensorScope scope, Stretch stretch, List<Tensor> origins, int t, List<Tensor> beside, boolean isWanted) {
        return module.call(scope, "look_back_once", stretch.surveyed(), origins, t, beside.get(0), beside.get(1), isWanted ? 1 : 0,
                fixed, format.outputLayout());
    }

    @Override
    public List<Tensor> goOn(TensorScope scope, Stretch stretch, List<Tensor> origins, int t, List<Tensor> beside, Tensor inputs,
            Tensor outputs, int row) {
        List<Tensor> prepared = new ArrayList<>(stretch.surveyed().subList(0, LUMA));
        prepared.addAll(origins);
        return module.call(scope, "upscale_next", prepared, t, row, beside.get(0), beside.get(1), fixed, inputs, outputs,
                format.layout(), format.outputLayout(), format.behind()).subList(0, 2);
    }

    @Override
    public Tensor keep(TensorScope scope, Tensor luma, int frame) {
        return module.call(scope, "keep_luma", luma, frame).get(0);
    }
}
