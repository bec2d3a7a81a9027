package fastvsr.model.torch;

import fastvsr.model.ModelException;
import fastvsr.model.ModelSpec;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Preset;
import fastvsr.model.Relay;
import fastvsr.model.SuperResolver;
import fastvsr.model.Weights;
import fastvsr.model.natives.CudaKernels;
import fastvsr.model.natives.Kernels;
import fastvsr.model.natives.NativeHeap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs a network page in libtorch. */
public final class TorchSuperResolver implements SuperResolver {
    private static final TorchDevice ANY_GPU = new TorchDevice("cuda:0");

    private final ModelSpec model;
    private final String device;
    private final TorchModule module;
    private final NativeHeap heap = NativeHeap.keepingFreedMemory();
    private final RecurrentState state;

    private TorchSuperResolver(ModelSpec model, String device, TorchModule module) {
        this.model = model;
        this.device = device;
        this.module = module;
        this.state = new RecurrentState(module);
    }

    /**
     * Loads a network.
     *
     * @param device  {@code auto}, {@code cpu}, {@code cuda:N}, several GPUs with commas between, or {@code cuda:all}
     * @param threads CPU threads that share one operator; 0 for as many as there are processors
     * @throws ModelException BROKEN if weights and page do not fit, SETTING if the device's name is wrong, ENGINE if
     *                        libtorch or the device cannot be used
     */
    public static SuperResolver open(ModelSpec model, Weights weights, String device, int threads) {
        Optional<PackedNetwork> ahead = Optional.of(ANY_GPU).filter(gpu -> TorchDevice.isLikelyCuda(device))
                .map(gpu -> pack(model, weights, gpu)); // while libtorch is being loaded
        List<TorchDevice> chosen = TorchDevice.allNamed(device);
        PackedNetwork packed = ahead.filter(pack -> chosen.get(0).isCuda()).orElseGet(() -> pack(model, weights, chosen.get(0)));
        return chosen.size() == 1 ? open(model, weights, packed, chosen.get(0), threads, false)
                : Relay.open(chosen.stream().map(each -> relayed(model, weights, packed, each, threads)).toList());
    }

    /** Starts to load libtorch, and a GPU if that will be wanted, beside what the caller does; what goes wrong is told by {@link #open}. */
    public static void prepare(String device) {
        EngineStart.begin(device);
    }

    /** Waits until that is done. */
    public static void settle() {
        EngineStart.await();
    }

    /** How many GPUs this libtorch finds. */
    public static int gpus() {
        return TorchEngine.has("CUDA") ? CudaDevices.count() : 0;
    }

    /** What {@link SuperResolver#memoryNeed} says where these weights run on a GPU, none being needed for the answer. */
    public static OptionalLong memoryNeed(ModelSpec model, Weights weights, PictureFormat from, PictureFormat to, int frames) {
        return runsAtOnce(model) ? OptionalLong.of(MemoryNeed.of(weights, model.lookAhead()).bytes(new GroupFormat(from, to), frames))
                : OptionalLong.empty();
    }

    /** Whether GPUs compute several frames of the network together. */
    private static boolean runsAtOnce(ModelSpec model) {
        return model.page().equals(Preset.PAGE) || model.page().equals(Preset.HINDSIGHT_PAGE);
    }

    private static Supplier<SuperResolver> relayed(ModelSpec model, Weights weights, PackedNetwork packed, TorchDevice device,
            int threads) {
        return () -> open(model, weights, packed, device, threads, true);
    }

    private static SuperResolver open(ModelSpec model, Weights weights, PackedNetwork packed, TorchDevice chosen, int threads,
            boolean isRelayed) {
        TorchModule module = SharedModules.open(packed, chosen.name(), threads);
        try {
            return isAtOnce(model, chosen) ? onGpu(model, chosen, module, weights, isRelayed)
                    : new TorchSuperResolver(model, chosen.name(), module);
        } catch (RuntimeException failure) {
            module.close();
            throw failure;
        }
    }

    private static boolean isAtOnce(ModelSpec model, TorchDevice device) {
        return device.isCuda() && runsAtOnce(model);
    }

    /** The same for all GPUs. */
    private static PackedNetwork pack(ModelSpec model, Weights weights, TorchDevice device) {
        List<NetworkPage> pages = pages(model.page(), isAtOnce(model, device));
        return PackedNetwork.of(new NetworkSource(pages, Map.of("fused", device.fusedOperators()), weights.as(device.arithmetic())), false);
    }

    /** A network page and those that join it, on GPUs if it computes frames at once. */
    static List<NetworkPage> pages(String page, boolean isAtOnce) {
        boolean hasHindsight = page.equals(Preset.HINDSIGHT_PAGE);
        return Stream.of(Stream.of(page, "frames"), names(hasHindsight, "sweeps"),
                names(isAtOnce, "batch", "kernels", "cuda"), names(isAtOnce && hasHindsight, "sweepsatonce", "sweepsbykernels"))
                .flatMap(each -> each).map(NetworkPage::load).toList();
    }

    private static Stream<String> names(boolean areNeeded, String... pages) {
        return areNeeded ? Stream.of(pages) : Stream.of();
    }

    private static SuperResolver onGpu(ModelSpec model, TorchDevice device, TorchModule module, Weights weights, boolean isRelayed) {
        MemoryNeed usual = MemoryNeed.of(weights, model.lookAhead());
        MemoryNeed need = isRelayed ? usual.withAnotherGroup() : usual; // what a relay gets is copied once more
        Optional<Kernels> kernels = Optional.empty();
        Optional<String> complaint = Optional.empty();
        try {
            kernels = Optional.of(kernels(device, weights));
        } catch (ModelException none) {
            complaint = Optional.of("The network runs on " + device.name() + " without kernels of its own, which takes half as long again: "
                    + none.getMessage());
        }
        return new CudaSuperResolver(model, device.name(), module, need, kernels, complaint);
    }

    private static Kernels kernels(TorchDevice device, Weights weights) {
        int features = weights.tensors().get("fuse_b").size();
        int decoded = weights.tensors().get("decode_b").size() / 16;
        if (features % 8 + decoded % 8 != 0) {
            throw new ModelException(ModelException.Cause.BROKEN, "they need widths C and D that are multiples of 8, the weights have "
                    + features + " and " + decoded);
        }
        return CudaKernels.on(device.number());
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
        GroupFormat format = GroupFormat.of(inputs, outputs, model);
        try (TensorScope group = module.newScope()) {
            List<Tensor> read = inputs.stream().map(picture -> group.bytes(picture.bytes())).toList();
            List<Tensor> written = outputs.stream().map(picture -> group.hostBytes(picture.bytes())).toList();
            state.advance((scope, past) -> module.call(scope, method(), read, written, format.layout(), format.outputLayout(),
                    format.before(), format.behind(), format.lumaWeights(), past));
        }
    }

    private String method() {
        return model.page().equals(Preset.HINDSIGHT_PAGE) ? "group_with_hindsight" : "group";
    }

    @Override
    public void reset() {
        state.forget();
    }

    @Override
    public void close() {
        state.close();
        module.close();
        heap.close();
    }
}
