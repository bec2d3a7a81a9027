package fastvsr.model.torch;

import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.Preset;
import fastvsr.model.StepTimes;
import fastvsr.model.SuperResolver;
import fastvsr.model.cuda.Kernels;
import java.util.List;
import java.util.Optional;

/** Runs a network page on a GPU, up to two groups at a time: one is copied while the other is computed. */
final class CudaSuperResolver implements SuperResolver {
    private final ModelSpec model;
    private final String device;
    private final TorchModule module;
    private final Optional<Kernels> kernels;
    private final CudaTransfer transfer;
    private final List<CudaStaging> stagings;
    private int next;
    private Optional<GroupUpscaler> network = Optional.empty();
    private Optional<String> complaint;
    private boolean hasComplained;
    private TensorScope stateScope;
    private List<Tensor> state = List.of();

    /**
     * Owns the module.
     *
     * @param kernels   of the device, which are faster than the pages
     * @param complaint why there are none
     */
    CudaSuperResolver(ModelSpec model, String device, TorchModule module, Optional<Kernels> kernels, Optional<String> complaint) {
        this.model = model;
        this.device = device;
        this.module = module;
        this.kernels = kernels;
        this.complaint = complaint;
        this.transfer = new CudaTransfer(module);
        this.stagings = List.of(new CudaStaging(module, transfer), new CudaStaging(module, transfer));
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
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        begin(inputs, outputs).await();
    }

    @Override
    public int groupsAtOnce() {
        return stagings.size();
    }

    @Override
    public Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
        GroupUpscaler fitting = networkFor(GroupFormat.of(inputs, outputs, model));
        CudaStaging staging = stagings.get(next);
        next = 1 - next;
        staging.send(fitting.format(), inputs, outputs.size());
        TensorScope fresh = module.newScope();
        carry(fresh, fitting.upscale(fresh, staging.inputs(), staging.outputs(), outputs.size(),
                inputs.size() - outputs.size(), state, staging::bring));
        return staging.begun(outputs);
    }

    @Override
    public Optional<StepTimes> timeSteps(List<Picture> inputs, List<Picture> outputs) {
        GroupUpscaler fitting = networkFor(GroupFormat.of(inputs, outputs, model));
        CudaStaging staging = stagings.get(next);
        double upload = millis(() -> staging.send(fitting.format(), inputs, outputs.size()));
        TensorScope fresh = module.newScope();
        double network = millis(() -> carry(fresh, fitting.upscale(fresh, staging.inputs(), staging.outputs(), outputs.size(),
                inputs.size() - outputs.size(), state, row -> { })));
        double download = millis(() -> {
            for (int row = 0; row < outputs.size(); row++) {
                staging.bring(row);
            }
            staging.begun(outputs).await();
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

    private GroupUpscaler networkFor(GroupFormat format) {
        if (network.isEmpty() || !network.get().format().equals(format)) {
            network.ifPresent(GroupUpscaler::close);
            network = Optional.of(newNetwork(format));
        }
        return network.get();
    }

    private GroupUpscaler newNetwork(GroupFormat format) {
        return model.page().equals(Preset.HINDSIGHT_PAGE) ? new GroupWithHindsight(module, format, model.lookAhead(), kernels, Integer.MAX_VALUE,
                        this::complainOfMemory)
                : new GroupAtOnce(module, format, kernels, this::complainOfMemory);
    }

    private void complainOfMemory() {
        if (!hasComplained) {
            complaint = Optional.of("The memory of " + device + " is full: fewer frames are computed together, which is slower. "
                    + "End what else uses it (nvidia-smi), or choose a smaller group-length.");
            hasComplained = true;
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

    @Override
    public void close() {
        stagings.forEach(CudaStaging::close);
        network.ifPresent(GroupUpscaler::close);
        stateScope.close();
        transfer.close();
        module.close();
    }
}
