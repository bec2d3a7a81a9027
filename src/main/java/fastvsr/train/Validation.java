package fastvsr.train;

import fastvsr.model.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Measures the slow average of the weights on clips that training never sees, always the same ones. */
final class Validation implements AutoCloseable {
    private static final long SEED = 20;
    private static final int ROUNDS = 4;

    private final Learner learner;
    private final Studio studio;
    private final TrainingPlan plan;

    Validation(Learner learner, Library heldOut, TrainingPlan plan) {
        this.learner = learner;
        this.plan = plan;
        studio = new Studio(learner.module(), heldOut);
    }

    /** Gain over bicubic interpolation in dB of luma PSNR, mean over clips, by kind of motion. */
    Map<String, Double> gains() {
        Map<String, Double> gains = new LinkedHashMap<>();
        learner.swap();
        for (Scene.Kind kind : Scene.Kind.values()) {
            gains.put(kind.name().toLowerCase(java.util.Locale.ROOT),
                    gain((scope, random) -> studio.shoot(scope, plan, random, kind)));
        }
        if (studio.hasReal()) {
            gains.put("real", gain((scope, random) -> studio.shootReal(scope, plan, random)));
        }
        learner.swap();
        return gains;
    }

    private interface Shooting {
        Batch shoot(TensorScope scope, Random random);
    }

    private double gain(Shooting shooting) {
        Random random = new Random(SEED);
        double sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (TensorScope scope = learner.module().newScope()) {
                float[][] errors = learner.measure(scope, shooting.shoot(scope, random));
                for (int clip = 0; clip < errors[0].length; clip++) {
                    sum += 10 * Math.log10(errors[1][clip] / errors[0][clip]) / errors[0].length;
                }
            }
        }
        return sum / ROUNDS;
    }

    @Override
    public void close() {
        studio.close();
    }
}
