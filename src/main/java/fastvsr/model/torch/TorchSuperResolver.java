package fastvsr.model.torch;

import fastvsr.model.ColorMatrix;
import fastvsr.model.ModelException;
import fastvsr.model.ModelSpec;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;

/** Runs a network page in libtorch. */
public final class TorchSuperResolver implements SuperResolver {
    private final ModelSpec model;
    private final String device;
    private final TorchModule module;
    private TensorScope stateScope;
    private List<Tensor> state = List.of();

    private TorchSuperResolver(ModelSpec model, String device, TorchModule module) {
        this.model = model;
        this.device = device;
        this.module = module;
        this.stateScope = module.newScope();
    }

    /**
     * Loads a network.
     *
     * @param device  {@code auto}, {@code cpu} or {@code cuda:N}
     * @param threads CPU threads that share one operator; 0 for as many as there are processors
     * @throws ModelException BROKEN if weights and page do not fit, SETTING if the device's name is wrong, ENGINE if
     *                        libtorch or the device cannot be used
     */
    public static TorchSuperResolver open(ModelSpec model, Weights weights, String device, int threads) {
        TorchDevice chosen = TorchDevice.named(device);
        List<NetworkPage> pages = List.of(NetworkPage.load(model.page()), NetworkPage.load("frames"));
        NetworkSource source = new NetworkSource(pages, Map.of("fused", chosen.fusedOperators()),
                weights.as(chosen.arithmetic()));
        return new TorchSuperResolver(model, chosen.name(), TorchModule.load(source, false, chosen.name(), threads));
    }

    @Override
    public ModelSpec model() {
        return model;
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        PictureFormat from = commonFormat(inputs);
        PictureFormat to = commonFormat(outputs);
        checkSizes(from, to, inputs.size(), outputs.size());
        try (TensorScope group = module.newScope()) {
            List<Tensor> next = module.call(group, "group",
                    inputs.stream().map(picture -> group.bytes(picture.bytes())).toList(),
                    outputs.stream().map(picture -> group.hostBytes(picture.bytes())).toList(),
                    PictureLayout.of(from), PictureLayout.of(to),
                    ColorMatrix.beforeNetwork(from.colorimetry(), to.colorimetry()),
                    ColorMatrix.behindNetwork(from.colorimetry(), to.colorimetry()),
                    ColorMatrix.lumaWeights(from.colorimetry(), to.colorimetry()), state);
            carry(next);
        }
    }

    @Override
    public void reset() {
        carry(List.of());
    }

    @Override
    public void close() {
        stateScope.close();
        module.close();
    }

    private void carry(List<Tensor> next) {
        TensorScope old = stateScope;
        stateScope = module.newScope();
        state = stateScope.adopt(next);
        old.close();
    }

    private static PictureFormat commonFormat(List<Picture> pictures) {
        PictureFormat format = pictures.get(0).format();
        if (pictures.stream().anyMatch(picture -> !picture.format().equals(format))) {
            throw new IllegalArgumentException("the pictures of a temporal group differ in format");
        }
        return format;
    }

    private void checkSizes(PictureFormat from, PictureFormat to, int inputs, int outputs) {
        if (inputs != outputs || !isInReach(from.width(), to.width()) || !isInReach(from.height(), to.height())) {
            throw new IllegalArgumentException(outputs + " pictures of " + to.width() + "x" + to.height() + " cannot hold "
                    + inputs + " of " + from.width() + "x" + from.height() + " times 1 to " + model.scale());
        }
    }

    private boolean isInReach(int from, int to) {
        return to >= from && to <= (long) model.scale() * from;
    }
}
