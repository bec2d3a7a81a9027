package fastvsr.model.torch;

import fastvsr.model.natives.Kernels;
import java.util.List;

/** Sweeps by {@code sweepsbykernels.page}: convolutions by libtorch, and what is around them by kernels where {@link KernelPart} has them. */
final class KernelSweeps implements SweepSteps {
    private static final int PLAIN = 2;
    private static final int LUMA = 3;
    private static final int HINTS = 4;

    private final TorchModule module;
    private final GroupFormat format;
    private final KernelPart part;

    KernelSweeps(TorchModule module, GroupFormat format, LayersBySize layers, Kernels kernels) {
        this.module = module;
        this.format = format;
        this.part = new KernelPart(module, format, layers, kernels);
    }

    @Override
    public Stretch survey(TensorScope scope, Tensor inputs, int row, int first, int length) {
        try (TensorScope passing = module.newScope()) {
            KernelRoom room = part.room(passing, length);
            part.enter(passing, inputs, row, length, room);
            return new Stretch(first, length, scope.adopt(module.call(passing, "survey_room", room.x(), room.plain(), room.luma(),
                    part.layers())));
        }
    }

    @Override
    public Tensor luma(TensorScope scope, List<Stretch> stretches) {
        return module.call(scope, "join_lumas", stretches.stream().map(each -> each.surveyed().get(LUMA)).toList()).get(0);
    }

    @Override
    public List<Tensor> begin(TensorScope scope, Stretch stretch, int t) {
        return module.call(scope, "begin_room", stretch.surveyed(), t);
    }

    @Override
    public List<Tensor> originsBehind(TensorScope scope, Stretch stretch, Tensor luma) {
        try (TensorScope passing = module.newScope()) {
            KernelRoom room = part.room(passing, stretch.length());
            module.run("lumas_behind", luma, stretch.first(), stretch.length(), room.luma());
            part.search(passing, room, stretch.length());
            return scope.adopt(List.of(module.call(passing, "in_order_of_time", room.motion()).get(0), room.all()));
        }
    }

    @Override
    public List<Tensor> originsBefore(TensorScope scope, Stretch stretch, int length, Tensor luma, Tensor past) {
        try (TensorScope passing = module.newScope()) {
            KernelRoom room = part.room(passing, length);
            module.run("lumas_before", luma, stretch.first(), length, past, room.luma());
            part.search(passing, room, length);
            return scope.adopt(List.of(room.motion(), room.all()));
        }
    }

    @Override
    public List<Tensor> lookBack(TensorScope scope, Stretch stretch, List<Tensor> origins, int t, List<Tensor> beside, boolean isWanted) {
        Tensor all = align(stretch, origins, t, beside);
        return module.call(scope, "look_back_by_kernels", all, stretch.surveyed(), t, isWanted ? 1 : 0, part.layers(),
                format.outputLayout());
    }

    @Override
    public List<Tensor> goOn(TensorScope scope, Stretch stretch, List<Tensor> origins, int t, List<Tensor> beside, Tensor inputs,
            Tensor outputs, int row) {
        Tensor all = align(stretch, origins, t, beside);
        List<Tensor> refined = module.call(scope, "refine_with_hint", all, stretch.surveyed().get(HINTS), t, part.layers());
        return part.give(scope, inputs, outputs, row, t, stretch.surveyed().get(PLAIN), refined);
    }

    private Tensor align(Stretch stretch, List<Tensor> origins, int t, List<Tensor> beside) {
        part.align(t, stretch.surveyed(), stretch.surveyed().get(PLAIN), beside, origins.get(0), origins.get(1));
        return origins.get(1);
    }

    @Override
    public Tensor keep(TensorScope scope, Tensor luma, int frame) {
        return module.call(scope, "keep_luma", luma, frame).get(0);
    }
}
