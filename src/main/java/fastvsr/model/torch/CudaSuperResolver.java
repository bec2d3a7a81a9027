package fastvsr.model.torch;

import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.PinnedMemory;
import fastvsr.model.Preset;
import fastvsr.model.StepTimes;
import fastvsr.model.SuperResolver;
import fastvsr.model.natives.GpuLoss;
import fastvsr.model.natives.Kernels;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Runs a network page on a GPU, up to two groups at a time: one is copied while the other is computed. */
final class CudaSuperResolver implements SuperResolver {
    /** Of a large picture's tile, computed before the next tile: looking ahead pays for several only. */
    private static final int FRAMES_WITH_HINDSIGHT = 8;

    private final ModelSpec model;
    private final String device;
    private final int gpu;
    private final TorchModule module;
    private final Optional<Kernels> kernels;
    private final MemoryNeed need;
    private final CudaTransfer transfer;
    private final List<CudaStaging> stagings;
    private int next;
    private Optional<TiledGroup> network = Optional.empty();
    private Optional<String> complaint;
    private final Set<String> complained = new HashSet<>();
    private long mostPixels = TiledGroup.MOST_PIXELS;
    private TensorScope stateScope;
    private List<Tensor> state = List.of();

    /**
     * Owns the module.
     *
     * @param need      memory that the network needs
     * @param kernels   of the device, which are faster than the pages
     * @param complaint why there are none
     */
    CudaSuperResolver(ModelSpec model, String device, TorchModule module, MemoryNeed need, Optional<Kernels> kernels,
            Optional<String> complaint) {
        this.model = model;
        this.device = device;
        this.gpu = new TorchDevice(device).number();
        this.module = module;
        this.need = need;
        this.kernels = kernels;
        this.complaint = complaint;
        this.transfer = new CudaTransfer(module, gpu);
        this.stagings = Stream.generate(() -> new CudaStaging(module, transfer, kernels.flatMap(Kernels::newStopWatch))).limit(2).toList();
        this.stateScope = module.newScope();
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
    public OptionalInt gpuMemory() {
        return OptionalInt.of(gpu);
    }

    @Override
    public Optional<PinnedMemory.Maker> pinning() {
        return Optional.of(PinnedRow::of);
    }

    @Override
    public OptionalLong memoryNeed(PictureFormat from, PictureFormat to, int frames) {
        return OptionalLong.of(need.bytes(new GroupFormat(from, to), frames));
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        begin(inputs, outputs).await();
    }

    @Override
    public int groupsAtOnce(int frames, long outputBytes) {
        return stagings.size();
    }

    @Override
    public Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
        TiledGroup fitting = networkFor(GroupFormat.of(inputs, outputs, model));
        CudaStaging staging = stagings.get(next);
        next = 1 - next;
        staging.send(fitting.format(), inputs, outputs.size(), outputs);
        TensorScope fresh = module.newScope();
        carry(fresh, fitting.upscale(fresh, staging.inputs(), staging.outputs(), outputs.size(),
                inputs.size() - outputs.size(), state, staging::bring));
        return staging.begun();
    }

    @Override
    public void remember(List<Picture> inputs, int outputs, PictureFormat to) {
        CudaStaging staging = stagings.get(next);
        next = 1 - next;
        TensorScope fresh = module.newScope();
        carry(fresh, upscaleForNobody(fresh, staging, inputs, outputs, to, state));
        staging.begun();
    }

    /** The state that follows, in {@code scope}. */
    private List<Tensor> upscaleForNobody(TensorScope scope, CudaStaging staging, List<Picture> inputs, int outputs, PictureFormat to,
            List<Tensor> past) {
        TiledGroup fitting = networkFor(new GroupFormat(inputs.get(0).format(), to));
        staging.send(fitting.format(), inputs, outputs, List.of());
        return fitting.upscale(scope, staging.inputs(), staging.outputs(), outputs, inputs.size() - outputs, past, row -> { });
    }

    /** libtorch starts, cuDNN looks for its fastest kernels of this size in this thread, memory is reserved. */
    @Override
    public boolean isSlowAtFirst() {
        return true;
    }

    /** One group with the memory of each staging, the second one with the state of the first; that one's time counts. */
    @Override
    public OptionalLong warmUp(PictureFormat from, PictureFormat to, int frames) {
        List<Picture> black = Collections.nCopies(frames + model.lookAhead(), Picture.blank(from));
        long nanos = 0;
        try (TensorScope unseen = module.newScope()) {
            List<Tensor> past = List.of();
            for (CudaStaging staging : stagings) {
                long start = System.nanoTime();
                past = upscaleForNobody(unseen, staging, black, frames, to, past);
                staging.begun().await();
                nanos = System.nanoTime() - start;
            }
        }
        return OptionalLong.of(nanos);
    }

    @Override
    public Optional<StepTimes> timeSteps(List<Picture> inputs, List<Picture> outputs) {
        TiledGroup fitting = networkFor(GroupFormat.of(inputs, outputs, model));
        CudaStaging staging = stagings.get(next);
        double upload = millis(() -> staging.send(fitting.format(), inputs, outputs.size(), outputs));
        TensorScope fresh = module.newScope();
        double network = millis(() -> carry(fresh, fitting.upscale(fresh, staging.inputs(), staging.outputs(), outputs.size(),
                inputs.size() - outputs.size(), state, row -> { })));
        double download = millis(() -> {
            for (int row = 0; row < outputs.size(); row++) {
                staging.bring(row);
            }
            staging.begun().await();
        });
        return Optional.of(new StepTimes(upload, network, download));
    }

    private double millis(Runnable step) {
        module.run("synchronize");
        long start = System.nanoTime();
        step.run();
        module.run("synchronize");
        return (System.nanoTime() - start) / 1e6;
    }

    private TiledGroup networkFor(GroupFormat format) {
        if (network.isEmpty() || !network.get().format().equals(format)) {
            network.ifPresent(TiledGroup::close);
            int framesOfTile = hasHindsight() ? FRAMES_WITH_HINDSIGHT : 1;
            network = Optional.of(new TiledGroup(module, format, this::networkForTile, framesOfTile, mostPixels, this::cutSmaller));
        }
        return network.get();
    }

    private GroupUpscaler networkForTile(GroupFormat format) {
        Runnable onShrinking = () -> complain("fewer frames are computed together");
        return hasHindsight() ? new GroupWithHindsight(module, format, model.lookAhead(), kernels, Integer.MAX_VALUE, onShrinking)
                : new GroupAtOnce(module, format, kernels, onShrinking);
    }

    private boolean hasHindsight() {
        return model.page().equals(Preset.HINDSIGHT_PAGE);
    }

    private void cutSmaller(long pixels) {
        mostPixels = pixels;
        complain("pictures are computed in smaller tiles");
    }

    private void complain(String consequence) {
        if (complained.add(consequence)) {
            complaint = Optional.of("The memory of " + device + " is full: " + consequence + ", which is slower. "
                    + "End what else uses it (nvidia-smi), or choose a smaller group-length.");
        }
    }

    @Override
    public Optional<String> takeComplaint() {
        Optional<String> taken = complaint;
        complaint = Optional.empty();
        return taken;
    }

    @Override
    public void reset() {
        carry(module.newScope(), List.of());
    }

    private void carry(TensorScope scope, List<Tensor> carried) {
        stateScope.close();
        stateScope = scope;
        state = carried;
    }

    /** Neither waits for a GPU that is lost nor frees anything there. */
    @Override
    public void close() {
        if (GpuLoss.isKnown()) {
            return;
        }
        stagings.forEach(CudaStaging::close);
        network.ifPresent(TiledGroup::close);
        stateScope.close();
        transfer.close();
        module.close();
        TorchEngine.freeUnusedMemory();
    }
}
