package fastvsr.train;

import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Makes of filmed clips what a real codec leaves of their small frames. */
final class Darkroom {
    private final TorchModule module;
    private final Recoder recoder;
    private final TrainingPlan plan;
    private final int[] chosen;

    Darkroom(TorchModule module, Recoder recoder, TrainingPlan plan) {
        this.module = module;
        this.recoder = recoder;
        this.plan = plan;
        chosen = plan.codedClips();
    }

    /** Room for the input that is left of clips, to be filled by {@link #store}. */
    Tensor stock(TensorScope holder, Tensor like, int clips) {
        return module.call(holder, "stock_coded", like, clips, plan.frames(), plan.side()).get(0);
    }

    /**
     * The input that is left of those clips of a batch that the plan wants coded.
     *
     * @param films clips (n, T, 3, 4h, 4w), the batch in parts
     * @param noise normal numbers, more than the small frames have
     */
    Tensor develop(TensorScope holder, List<Tensor> films, Tensor noise, Random random) {
        float[] damage = new float[3 * chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            plan.wear().writeDamage(random, damage, 3 * i);
        }
        Recoder.Setting setting = plan.wear().setting(random);
        byte[] left;
        try (TensorScope passing = module.newScope()) {
            left = recoder.recode(codes(passing, films, damage, noise), plan.side(), plan.frames(), setting);
            ByteBuffer bytes = ByteBuffer.allocateDirect(left.length).put(left).flip();
            return module.call(holder, "from_codes", passing.bytes(bytes), plan.frames(), plan.side()).get(0);
        }
    }

    /** Copies what is left of a batch into the stock, whose clips of that batch begin at {@code at}. */
    void store(TensorScope passing, Tensor stock, Tensor coded, int at) {
        module.call(passing, "store_coded", stock, coded, chosen(passing), at);
    }

    private byte[] codes(TensorScope passing, List<Tensor> films, float[] damage, Tensor noise) {
        Tensor down = passing.floats(Resampling.bicubic().matrix(4 * plan.side(), plan.side()), plan.side(), 4L * plan.side());
        float[] codes = module.call(passing, "to_codes", films, chosen(passing), passing.floats(damage, chosen.length, 3),
                noise, down).get(0).floats();
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) codes[i];
        }
        return bytes;
    }

    private Tensor chosen(TensorScope passing) {
        float[] numbers = new float[chosen.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = chosen[i];
        }
        return passing.floats(numbers, numbers.length);
    }
}
