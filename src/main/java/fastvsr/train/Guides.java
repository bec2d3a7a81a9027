package fastvsr.train;

import fastvsr.model.HostTensor;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.WeightShape;
import fastvsr.model.Weights;
import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What the further terms of the loss know, on the device: SqueezeNet's weights, and the autoencoders of freeenergy.page. */
final class Guides {
    private static final int SUMS = 7;
    /** Weights of the layers of an autoencoder; a bias follows each. */
    private static final int[][] LAYERS = {{32, 1, 4, 4}, {64, 32, 4, 4}, {32, 64, 3, 3}, {64, 16, 3, 3}, {128, 64, 3, 3},
        {8, 32, 3, 3}};
    /** What is coded and decoded at first is near to nothing, so that the free energy begins in its usual range. */
    private static final double[] GAINS = {1, 1, 0.1, 1, 1, 0.1};
    private static final List<String> MODELS = List.of("reference", "reference-first", "reference-second", "lower-bound",
            "lower-bound-first", "lower-bound-second");
    /** What SqueezeNet 1.1's weights were trained to take off B, G and R. */
    private static final float[] MEANS = {104, 117, 123};

    private final TensorScope scope;
    private final List<String> names;
    private final List<Tensor> features;
    private final List<Tensor> models;
    private Tensor sums;

    /**
     * Copies to the device what the terms of {@code plan} need.
     *
     * @param squeezeNet weights of squeezenet.page, if features count
     * @param models     the autoencoders, as {@link #fresh} or {@link #models} gave them
     */
    Guides(TensorScope scope, TrainingPlan plan, Optional<Weights> squeezeNet, Map<String, HostTensor> models) {
        this.scope = scope;
        names = List.copyOf(models.keySet());
        this.models = models.values().stream().map(scope::of).toList();
        features = plan.terms().feature() > 0 ? features(squeezeNet.orElseThrow()).stream().map(scope::of).toList() : List.of();
        sums = scope.floats(new float[SUMS], SUMS);
    }

    /** Untrained autoencoders, equal ones for equal seeds; none if the plan does not ask for them. */
    static Map<String, HostTensor> fresh(TrainingPlan plan) {
        Map<String, HostTensor> models = new LinkedHashMap<>();
        if (plan.terms().lowerBound() > 0) {
            for (String model : MODELS) {
                Random random = new Random(plan.seed());
                for (int layer = 0; layer < LAYERS.length; layer++) {
                    int[] shape = LAYERS[layer];
                    boolean moment = model.endsWith("first") || model.endsWith("second");
                    models.put(model + "." + layer + ".weight", HostTensor.of(noise(shape, moment ? 0 : GAINS[layer], random), shape));
                    models.put(model + "." + layer + ".bias", HostTensor.of(new float[shape[0]], shape[0]));
                }
            }
        }
        return models;
    }

    /** The list that terms.page calls guides. */
    List<Tensor> tensors() {
        List<Tensor> all = new ArrayList<>(List.of(sums));
        all.addAll(features);
        all.addAll(models);
        return all;
    }

    /** The autoencoders as they are now. */
    Map<String, HostTensor> models() {
        Map<String, HostTensor> now = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            now.put(names.get(i), models.get(i).toHost());
        }
        return now;
    }

    /**
     * Means since the last call: root of the mean square, distance of frequencies, of features, free energy of the truth and of the network's frames by the
     * reference, and of the network's frames by the lower bound.
     */
    float[] report() {
        float[] now = sums.floats();
        sums = scope.floats(new float[SUMS], SUMS);
        float[] means = new float[SUMS - 1];
        for (int i = 0; i < means.length; i++) {
            means[i] = now[i] / now[SUMS - 1];
        }
        return means;
    }

    /** The layers that are compared; the first one takes R, G, B of 0..1 instead of B, G, R of 0..255 without their means. */
    private static List<HostTensor> features(Weights squeezeNet) {
        NetworkPage page = NetworkPage.load("squeezenet");
        Weights checked = new NetworkSource(List.of(page), Map.of(), squeezeNet).weights();
        List<HostTensor> tensors = new ArrayList<>(page.weights().stream().map(WeightShape::name)
                .filter(name -> !name.startsWith("conv10")).map(checked.tensors()::get).toList());
        float[] bgr = tensors.get(0).floats();
        float[] bias = tensors.get(1).floats();
        float[] rgb = new float[bgr.length];
        for (int i = 0; i < bgr.length; i++) {
            int channel = i / 9 % 3;
            bias[i / 27] -= bgr[i] * MEANS[channel];
            rgb[i + 9 * (2 - 2 * channel)] = 255 * bgr[i];
        }
        tensors.set(0, HostTensor.of(rgb, 64, 3, 3, 3));
        tensors.set(1, HostTensor.of(bias, 64));
        return tensors;
    }

    /** He et al. 2015, as {@link fastvsr.model.WeightInitializer} does it. */
    private static float[] noise(int[] shape, double gain, Random random) {
        double deviation = gain * Math.sqrt(2.0 / (shape[1] * shape[2] * shape[3]));
        float[] values = new float[shape[0] * shape[1] * shape[2] * shape[3]];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
