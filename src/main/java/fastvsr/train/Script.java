package fastvsr.train;

import java.util.Random;

/**
 * How the clips of a batch are shown: which ones, in which order, how damaged.
 *
 * @param sources     number of the clip that a frame comes from, per clip and frame
 * @param moments     number of the frame in it
 * @param joined      1 where the flow from the frame before is the filmed one, else 0
 * @param look        10 numbers per clip: luma weights kr and kb, share of 4:2:0 chroma, blur, noise of all channels and of
 *                    each, coarseness of the codec, contrast, brightness, softness of the truth itself
 * @param coded       1 per clip that is shown as a real codec left it, else 0
 * @param orientation see {@link Batch}
 */
record Script(float[] sources, float[] moments, float[] joined, float[] look, float[] coded, int orientation) {
    /** Numbers per clip in a look. */
    static final int LOOK = 10;
    private static final double CUTS = 0.08;
    private static final double REVERSED = 0.3;
    /** Share of the undamaged clips that are out of focus, so that softness is not taken for damage. */
    private static final double SOFT = 0.15;

    /** Shows the first clips as they are. */
    static Script plain(TrainingPlan plan) {
        Script script = blank(plan, 0);
        for (int i = 0; i < plan.batch(); i++) {
            script.show(i, i, i, plan.frames(), false);
            script.writeStandardLook(i);
        }
        return script;
    }

    /** Shows any of {@code stock} clips, some backwards, some cut, some damaged; all mirrored and turned alike. */
    static Script random(TrainingPlan plan, Random random, int stock) {
        Script script = blank(plan, random.nextInt(8));
        int[] chosen = random.ints(0, stock).distinct().limit(plan.batch()).toArray();
        for (int i = 0; i < plan.batch(); i++) {
            int cut = random.nextDouble() < CUTS ? 1 + random.nextInt(plan.frames() - 1) : plan.frames();
            int next = chosen[(i + 1) % chosen.length];
            script.show(i, chosen[i], next, cut, random.nextDouble() < REVERSED);
            if (plan.isCoded(chosen[i]) && (cut == plan.frames() || plan.isCoded(next))) {
                script.coded[i] = 1;
                script.writeStandardLook(i);
            } else {
                script.writeLook(i * LOOK, random, plan.wear());
            }
        }
        return script;
    }

    private static Script blank(TrainingPlan plan, int orientation) {
        int places = plan.batch() * plan.frames();
        return new Script(new float[places], new float[places], new float[places], new float[plan.batch() * LOOK],
                new float[plan.batch()], orientation);
    }

    private void show(int place, int clip, int next, int cut, boolean reversed) {
        int frames = sources.length / (look.length / LOOK);
        for (int t = 0; t < frames; t++) {
            sources[place * frames + t] = t < cut ? clip : next;
            moments[place * frames + t] = reversed ? frames - 1 - t : t;
            joined[place * frames + t] = reversed || t == cut ? 0 : 1;
        }
    }

    private void writeStandardLook(int place) {
        look[place * LOOK] = 0.299f;
        look[place * LOOK + 1] = 0.114f;
        look[place * LOOK + 7] = 1;
    }

    private void writeLook(int at, Random random, Wear wear) {
        writeStandardLook(at / LOOK);
        if (random.nextBoolean()) {
            look[at] = 0.2126f;
            look[at + 1] = 0.0722f;
        }
        look[at + 2] = random.nextBoolean() ? 1 : 0;
        if (random.nextDouble() < wear.degraded()) {
            wear.writeDamage(random, look, at + 3);
            look[at + 6] = random.nextBoolean() ? 0.3f + 1.7f * random.nextFloat() : 0;
        } else if (random.nextDouble() < SOFT) {
            look[at + 9] = 0.5f + 0.5f * random.nextFloat();
        }
        if (random.nextBoolean()) {
            look[at + 7] = 0.7f + 0.5f * random.nextFloat();
            look[at + 8] = 0.1f * (random.nextFloat() - random.nextFloat());
        }
    }
}
