package fastvsr.model;

import java.util.List;

/**
 * Turns convolutions that are defined on a finer grid into the equal ones on a coarser grid that {@code fastvsr.page} runs.
 *
 * <p>FastVSR (arXiv 2509.24142) interpolates its input before the encoder and copies channels behind the decoder's last pixel
 * shuffle. Both are linear and fixed, so a layer next to them takes them in: results differ by rounding only, a quarter of
 * the memory is moved, and what is outside of the picture is zero on both grids. All weights are (out, in, 3, 3).
 */
public final class WeightFolding {
    private static final int SIDE = 3;
    /** Share of the pixel before, at and behind (rows) in the finer pixel before, at and behind the even one (columns). */
    private static final float[][] BILINEAR = {{0.75f, 0.25f, 0}, {0.25f, 0.75f, 0.75f}, {0, 0, 0.25f}};

    private WeightFolding() {
    }

    /**
     * Bilinear interpolation to twice the size, then {@code layer} with stride 2, as one layer of stride 1 on the small grid.
     *
     * <p>The shares of the pixels are an invertible matrix: any layer on the small grid, such as {@code encode0}, is the folded
     * form of exactly one layer on the interpolated frame, and nothing is lost by training the folded form.
     */
    public static HostTensor interpolation(HostTensor layer) {
        float[] fine = checked(layer).floats();
        float[] folded = new float[fine.length];
        for (int i = 0; i < fine.length * SIDE * SIDE; i++) {
            int filter = i / 81 * 9;
            int small = i % 9;
            int large = i / 9 % 9;
            folded[filter + small] += BILINEAR[small / SIDE][large / SIDE] * BILINEAR[small % SIDE][large % SIDE] * fine[filter + large];
        }
        return HostTensor.of(ElementType.F32, folded, layer.shape());
    }

    /**
     * {@code layer} on channels that were copied one after the other, as a layer on the channels themselves.
     *
     * @param copies how many times all channels are there
     */
    public static HostTensor replication(HostTensor layer, int copies) {
        List<Integer> shape = checked(layer).shape();
        int channels = shape.get(1) / copies;
        if (channels * copies != shape.get(1)) {
            throw new IllegalArgumentException(shape.get(1) + " channels are not " + copies + " times as many as others");
        }
        float[] wide = layer.floats();
        float[] folded = new float[wide.length / copies];
        for (int i = 0; i < wide.length; i++) {
            int out = i / (9 * shape.get(1));
            folded[out * channels * 9 + i % (channels * 9)] += wide[i];
        }
        return HostTensor.of(ElementType.F32, folded, List.of(shape.get(0), channels, SIDE, SIDE));
    }

    /**
     * A pixel shuffle, then {@code layer}, as one layer in front of a pixel shuffle.
     *
     * @param times how many times as large the shuffle makes a picture on each side, 2 or more
     * @return (out * times * times, in * times * times, 3, 3)
     */
    public static HostTensor shuffle(HostTensor layer, int times) {
        List<Integer> shape = checked(layer).shape();
        float[] fine = layer.floats();
        int places = times * times;
        int in = shape.get(1) * places;
        float[] folded = new float[fine.length * places * places];
        for (int i = 0; i < fine.length * places; i++) {
            int place = i % places;
            int weight = i / places;
            int row = place / times + weight % 9 / SIDE - 1;
            int column = place % times + weight % SIDE - 1;
            int out = weight / 9 / shape.get(1) * places + place;
            int from = weight / 9 % shape.get(1) * places + Math.floorMod(row, times) * times + Math.floorMod(column, times);
            int tap = (Math.floorDiv(row, times) + 1) * SIDE + Math.floorDiv(column, times) + 1;
            folded[(out * in + from) * 9 + tap] = fine[weight];
        }
        return HostTensor.of(ElementType.F32, folded, List.of(shape.get(0) * places, in, SIDE, SIDE));
    }

    private static HostTensor checked(HostTensor layer) {
        List<Integer> shape = layer.shape();
        if (shape.size() != 4 || shape.get(2) != SIDE || shape.get(3) != SIDE) {
            throw new IllegalArgumentException("only weights of shape (out, in, 3, 3) can be folded, not " + shape);
        }
        return layer;
    }
}
