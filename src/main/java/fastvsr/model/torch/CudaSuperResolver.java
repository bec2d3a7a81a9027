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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Runs a network page on a GPU, two groups at a time or more: one is copied while another one is computed. */
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
    private final GroupsInParts groups;
    private final RecurrentState state;
    private Optional<String> complaint;
    private final Set<String> complained = new HashSet<>();

    /**
     * Owns the module.
     *
     * @param need      memory that the network needs, and how many groups at a time
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
        this.stagings = Stream.generate(() -> new CudaStaging(module, transfer, kernels.flatMap(Kernels::newStopWatch)))
                .limit(need.groups()).toList();
        this.groups = new GroupsInParts(stagings, model.lookAhead(), new Portions(need, this::complain), this::networkFor);
        this.state = new RecurrentState(module);
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
        return groups.begin(GroupFormat.of(inputs, outputs, model), inputs, outputs.size(), outputs, state);
    }

    @Override
    public void remember(List<Picture> inputs, int outputs, PictureFormat to) {
        groups.begin(new GroupFormat(inputs.get(0).format(), to), inputs, outputs, List.of(), state);
    }

    /** libtorch starts, cuDNN looks for its fastest kernels of this size in this thread, memory is reserved. */
    @Override
    public boolean isSlowAtFirst() {
        return true;
    }

    /** One group with the memory of each staging, each with the state of the one before; the last one's time counts. */
    @Override
    public OptionalLong warmUp(PictureFormat from, PictureFormat to, int frames) {
        List<Picture> black = Collections.nCopies(frames + model.lookAhead(), Picture.blank(from));
        long nanos = 0;
        try (RecurrentState unseen = new RecurrentState(module)) {
            for (int i = 0; i < stagings.size(); i++) {
                long start = System.nanoTime();
                groups.begin(new GroupFormat(from, to), black, frames, List.of(), unseen).await();
                nanos = System.nanoTime() - start;
            }
        }
        return OptionalLong.of(nanos);
    }

    @Override
    public Optional<StepTimes> timeSteps(List<Picture> inputs, List<Picture> outputs) {
        List<StepTimes> parts = new ArrayList<>();
        groups.forEach(GroupFormat.of(inputs, outputs, model), inputs, outputs.size(), outputs, state, part -> {
            double upload = millis(part::send);
            double network = millis(() -> part.compute(row -> { }));
            double download = millis(() -> {
                part.bringAll();
                part.begun().await();
            });
            parts.add(new StepTimes(upload, network, download));
        });
        return parts.stream().reduce(StepTimes::plus);
    }

    private double millis(Runnable step) {
        module.run("synchronize");
        long start = System.nanoTime();
        step.run();
        module.run("synchronize");
        return (System.nanoTime() - start) / 1e6;
    }

    private TiledGroup networkFor(GroupFormat format, long mostPixels) {
        return new TiledGroup(module, format, this::networkForTile, hasHindsight() ? FRAMES_WITH_HINDSIGHT : 1, mostPixels);
    }

    private GroupUpscaler networkForTile(GroupFormat format, LayersBySize layers) {
        Runnable onShrinking = () -> {
            TorchEngine.freeUnusedMemory(); // cuDNN and cuBLAS cannot take what libtorch keeps
            complain("fewer frames are computed together");
        };
        return hasHindsight() ? new GroupWithHindsight(module, format, layers, model.lookAhead(), kernels, onShrinking)
                : new GroupAtOnce(module, format, layers, kernels, onShrinking);
    }

    private boolean hasHindsight() {
        return model.page().equals(Preset.HINDSIGHT_PAGE);
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
        state.forget();
    }

    /** Neither waits for a GPU that is lost nor frees anything there. */
    @Override
    public void close() {
        groups.abandon();
        if (GpuLoss.isKnown()) {
            return;
        }
        groups.close();
        state.close();
        transfer.close();
        module.close();
        TorchEngine.freeUnusedMemory();
    }
}
