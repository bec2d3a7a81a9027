package fastvsr.train;

import fastvsr.model.HostTensor;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network on the device together with what its optimizer remembers. */
final class Learner implements AutoCloseable {
    private static final int TOTALS = 6;
    /** Numbers of types in TorchScript. */
    private static final int FLOAT32 = 6;
    private static final int BFLOAT16 = 15;

    private final TorchModule module;
    private final TensorScope scope;
    private final List<String> names;
    private final List<Tensor> first;
    private final List<Tensor> second;
    private final List<Tensor> average;
    private final List<Tensor> tables;
    private final Guides guides;
    private Tensor totals;

    /** A learner for a plan whose loss compares no features. */
    Learner(NetworkPage network, Snapshot snapshot, TrainingPlan plan, String device, int threads) {
        this(network, snapshot, plan, Optional.empty(), device, threads);
    }

    /**
     * Loads the network of {@code network}'s page as {@code snapshot} left it.
     *
     * @param plan       what the run does
     * @param squeezeNet weights of squeezenet.page, if the plan wants features to be compared
     */
    Learner(NetworkPage network, Snapshot snapshot, TrainingPlan plan, Optional<Weights> squeezeNet, String device,
            int threads) {
        List<NetworkPage> pages = List.of(network, NetworkPage.load("film"), NetworkPage.load("recurrence"),
                NetworkPage.load("training"), NetworkPage.load(network.name().equals("hindsight") ? "bothways" : "causal"),
                NetworkPage.load("coding"), NetworkPage.load("terms"), NetworkPage.load("freeenergy"));
        NetworkSource source = new NetworkSource(pages, constants(plan, device), new Weights(Map.of(), snapshot.weights()));
        module = TorchModule.load(source, true, device, threads);
        scope = module.newScope();
        names = List.copyOf(snapshot.weights().keySet());
        first = adopt(snapshot.first().values());
        second = adopt(snapshot.second().values());
        average = adopt(snapshot.average().values());
        tables = tables(plan.side());
        guides = new Guides(scope, plan, squeezeNet, snapshot.models());
        totals = scope.floats(new float[TOTALS], TOTALS);
    }

    /** The module, to make batches on. */
    TorchModule module() {
        return module;
    }

    /**
     * Learns from one batch.
     *
     * @param step       number of the step, from 1
     * @param rate       learning rate
     * @param flowWeight how much the flow's distance counts
     * @param keep       share of the slow average that stays
     */
    void learn(TensorScope holder, Batch batch, long step, double rate, double flowWeight, double keep) {
        Clips clips = batch.clips();
        module.train(holder, "learn", clips.video(), clips.flow(), clips.seen(), batch.scene(), tables, first, second,
                average, totals, guides.tensors(), step, rate, flowWeight, keep, batch.orientation());
    }

    /** Means since the last call: loss, squared error of luma and of bicubic luma, flow distance, gradient norm. */
    float[] report() {
        float[] sums = totals.floats();
        totals = scope.floats(new float[TOTALS], TOTALS);
        float[] means = new float[TOTALS - 1];
        for (int i = 0; i < means.length; i++) {
            means[i] = sums[i] / sums[TOTALS - 1];
        }
        return means;
    }

    /** Means of the further terms since the last call, as {@link Guides#report} has them. */
    float[] reportTerms() {
        return guides.report();
    }

    /** Squared error of the slow average's luma, then of bicubic luma, per clip: {@code (2, B)}. */
    float[][] measure(TensorScope holder, Batch batch) {
        float[] errors = module.call(holder, "measure", batch.clips().video(), batch.scene(), tables).get(0).floats();
        int clips = errors.length / 2;
        return new float[][] {Arrays.copyOf(errors, clips),
            Arrays.copyOfRange(errors, clips, errors.length)};
    }

    /** Puts the slow average in the place of the weights; calling it again puts them back, bit by bit. */
    void swap() {
        try (TensorScope passing = module.newScope()) {
            module.train(passing, "swap", average);
        }
    }

    /** Everything that is needed to go on from here. */
    Snapshot snapshot(long step, double seconds, TrainingPlan plan) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        Map<String, HostTensor> now = module.parameters();
        names.forEach(name -> weights.put(name, now.get(name)));
        return new Snapshot(step, seconds, plan.metadata(), weights, named(average), named(first), named(second),
                guides.models());
    }

    @Override
    public void close() {
        scope.close();
        module.close();
    }

    private static Map<String, Number> constants(TrainingPlan plan, String device) {
        Map<String, Number> constants = new HashMap<>(plan.terms().constants());
        constants.put("fused", 0);
        constants.put("swift", device.startsWith("cuda") ? 1 : 0);
        constants.put("compute", plan.bfloat16() ? BFLOAT16 : FLOAT32);
        return constants;
    }

    /** Resizing to and from a quarter, and what a codec does; see training.page. */
    private List<Tensor> tables(int side) {
        Resampling bicubic = Resampling.bicubic();
        return List.of(scope.floats(bicubic.matrix(4 * side, side), side, 4L * side),
                scope.floats(bicubic.matrix(side, 4 * side), 4L * side, side),
                scope.floats(Codec.transform(side), side, side), scope.floats(Codec.steps(side), side, side));
    }

    private List<Tensor> adopt(Collection<HostTensor> tensors) {
        try (TensorScope passing = module.newScope()) {
            return module.train(scope, "adopt", tensors.stream().map(passing::of).toList());
        }
    }

    private Map<String, HostTensor> named(List<Tensor> tensors) {
        Map<String, HostTensor> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), tensors.get(i).toHost());
        }
        return named;
    }
}
