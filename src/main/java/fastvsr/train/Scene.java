package fastvsr.train;

import java.util.List;
import java.util.Random;

/**
 * What is filmed in one synthetic clip.
 *
 * @param layers  back to front, always {@link #LAYERS}
 * @param shutter share of a frame's time during which light is gathered; 0 freezes motion
 */
record Scene(List<Layer> layers, double shutter) {
    /** Layers of every scene; those not needed are absent. */
    static final int LAYERS = 3;

    /** What moves in a scene: the camera, the camera and objects by themselves, objects alone. */
    enum Kind { CAMERA, INDEPENDENT, STILL }

    /**
     * The photos that scenes are made of.
     *
     * @param count how many there are
     * @param side  their side in pixels
     * @param near  smallest zoom that keeps them sharp
     * @param far   largest zoom that does not alias
     */
    record Stock(int count, int side, double near, double far) {
    }

    /**
     * Invents a scene.
     *
     * @param side    side of a frame in pixels
     * @param blurred whether motion may be blurred
     */
    static Scene random(Random random, Kind kind, Stock stock, int side, boolean blurred) {
        int objects = kind == Kind.CAMERA ? 0 : 1 + random.nextInt(LAYERS - 1);
        Layer[] layers = new Layer[LAYERS];
        for (int i = 0; i < LAYERS; i++) {
            CameraPath path = CameraPath.random(random, stock.side(), stock.near(), stock.far());
            int photo = random.nextInt(stock.count());
            if (i == 0) {
                layers[i] = Layer.background(random, photo, kind == Kind.STILL ? path.still() : path);
            } else {
                layers[i] = i <= objects ? Layer.object(random, photo, path, side) : Layer.absent(photo, path);
            }
        }
        return new Scene(List.of(layers), blurred && random.nextBoolean() ? 0.3 + 0.6 * random.nextDouble() : 0);
    }
}
