package fastvsr.train;

import java.util.Random;

/**
 * One photo of a scene with its own motion, outline and waves.
 *
 * @param photo number of the photo
 * @param path  how the camera moves over it
 * @param shape 12 numbers: centre x and y, radius, softness, strength and phase of 2, 3 and 5 lobes, gain and offset of
 *              the cut along brightness (see film.page)
 * @param waves 6 numbers per wave: amplitude x and y, frequency x and y, phase, speed
 */
record Layer(int photo, CameraPath path, float[] shape, float[] waves) {
    /** Waves per layer. */
    static final int WAVES = 2;
    private static final float FAR = 1e4f;

    /** A layer that fills the frame. */
    static Layer background(Random random, int photo, CameraPath path) {
        float[] everywhere = {0, 0, FAR, 1, 0, 0, 0, 0, 0, 0, 0, 20};
        return new Layer(photo, path, everywhere, waves(random, 0.15));
    }

    /** A layer that is not there. */
    static Layer absent(int photo, CameraPath path) {
        float[] nowhere = {0, 0, -FAR, 1, 0, 0, 0, 0, 0, 0, 0, 20};
        return new Layer(photo, path, nowhere, new float[6 * WAVES]);
    }

    /** A soft-edged object somewhere in a frame of {@code side} pixels. */
    static Layer object(Random random, int photo, CameraPath path, int side) {
        Pose middle = path.at(0);
        double x = (random.nextDouble() - 0.5) * 0.8 * side;
        double y = (random.nextDouble() - 0.5) * 0.8 * side;
        double radius = path.zoom() * side * (0.08 + 0.37 * random.nextDouble());
        boolean cut = random.nextDouble() < 0.35;
        double gain = cut ? (random.nextBoolean() ? 25 : -25) : 0;
        double offset = cut ? -gain * (0.3 + 0.4 * random.nextDouble()) : 20;
        float[] shape = {(float) middle.photoX(x, y), (float) middle.photoY(x, y), (float) radius,
            0.5f + 1.5f * random.nextFloat(), 0.35f * random.nextFloat(), turn(random), 0.25f * random.nextFloat(),
            turn(random), 0.15f * random.nextFloat(), turn(random), (float) gain, (float) offset};
        return new Layer(photo, path, shape, waves(random, 0.4));
    }

    private static float[] waves(Random random, double probability) {
        float[] waves = new float[6 * WAVES];
        if (random.nextDouble() < probability) {
            for (int wave = 0; wave < WAVES; wave++) {
                writeWave(random, waves, 6 * wave);
            }
        }
        return waves;
    }

    /** Keeps the slope of a wave under 0.1, so that the layer never folds and its motion can be inverted. */
    private static void writeWave(Random random, float[] waves, int at) {
        double frequency = 2 * Math.PI / (40 + 160 * random.nextDouble());
        double direction = 2 * Math.PI * random.nextDouble();
        double amplitude = Math.min(4, 0.1 / frequency) * random.nextDouble();
        double heading = 2 * Math.PI * random.nextDouble();
        waves[at] = (float) (amplitude * Math.cos(heading));
        waves[at + 1] = (float) (amplitude * Math.sin(heading));
        waves[at + 2] = (float) (frequency * Math.cos(direction));
        waves[at + 3] = (float) (frequency * Math.sin(direction));
        waves[at + 4] = turn(random);
        waves[at + 5] = (float) (random.nextGaussian() * 0.4);
    }

    private static float turn(Random random) {
        return (float) (2 * Math.PI) * random.nextFloat();
    }
}
