package fastvsr.model.torch;

import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Route;
import java.nio.ByteBuffer;
import java.util.List;

/** One temporal group of I420 in the device's memory, which can be upscaled again and again on a route, each time after itself. */
final class RouteRun implements AutoCloseable {
    private static final int STATE_AT = 5;

    private final TorchModule module;
    private final Route route;
    private final GroupFormat format;
    private final TensorScope held;
    private final Tensor inputs;
    private final Tensor outputs;
    private final List<Tensor> fixed;
    private final RecurrentState state;

    /**
     * Brings the group to the device.
     *
     * @param to I420, four times as large
     */
    RouteRun(TorchModule module, Route route, List<Picture> group, PictureFormat to) {
        this.module = module;
        this.route = route;
        this.format = new GroupFormat(group.get(0).format(), to);
        this.held = module.newScope();
        this.state = new RecurrentState(module);
        this.inputs = rows(bytes(group), group.size());
        this.outputs = rows(ByteBuffer.allocateDirect(group.size() * (Math.toIntExact(to.size() + 7) / 8 * 8)), group.size());
        this.fixed = module.call(held, "route_layers", format.layout(), format.outputLayout(), format.lumaWeights(), route.side());
    }

    private static ByteBuffer bytes(List<Picture> group) {
        int size = Math.toIntExact(group.get(0).format().size());
        ByteBuffer all = ByteBuffer.allocateDirect(group.size() * size);
        group.forEach(picture -> all.put(picture.content()));
        return all.flip();
    }

    private Tensor rows(ByteBuffer bytes, int count) {
        return module.call(held, "rows", held.bytes(bytes), count).get(0);
    }

    /** Upscales the group; on a GPU it returns before that is done. */
    void upscale() {
        int count = Math.toIntExact(inputs.shape()[0]);
        int most = mostTogether(count);
        for (int first = 0; first < count; first += most) {
            upscale(first, Math.min(most, count - first));
        }
    }

    /** As many as {@link FramesTogether} says, by pixels of the network's grid. */
    private int mostTogether(int count) {
        long pixels = (long) format.from().width() * format.from().height() * route.density();
        return FramesTogether.of(pixels, count);
    }

    private void upscale(int first, int length) {
        state.advance((scope, before) -> {
            try (TensorScope part = module.newScope()) {
                List<Tensor> prepared = module.call(part, "route_prepare", inputs, first, length, format.layout(), format.outputLayout(),
                        format.before(), format.lumaWeights(), before, fixed, route.side(), route.steps());
                List<Tensor> past = prepared.subList(STATE_AT + 1, STATE_AT + 3);
                for (int t = 0; t < length; t++) {
                    past = module.call(part, "route_next", prepared, t, first + t, past.get(0), past.get(1), fixed, outputs,
                            format.layout(), format.outputLayout(), route.side());
                }
                return scope.adopt(List.of(prepared.get(STATE_AT), past.get(0), past.get(1)));
            }
        });
    }

    /** Waits until all is done. */
    void await() {
        try (TensorScope scope = module.newScope()) {
            module.call(scope, "first_byte", outputs).get(0).number();
        }
    }

    /** The pictures' bytes (T, m), as numbers; m is the size of an output, up to a multiple of 8. */
    float[] written() {
        return outputs.floats();
    }

    @Override
    public void close() {
        state.close();
        held.close();
    }
}
