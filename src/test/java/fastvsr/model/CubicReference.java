package fastvsr.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What an untrained network has to make of a picture, worked out sample by sample in double precision: cubic luma at
 * four times, cubic chroma at twice the size, in the output's Y'CbCr.
 */
final class CubicReference {
    private final PictureFormat from;
    private final PictureFormat to;
    private final List<double[][]> cells;

    /** A value at a column and a row. */
    private interface Plane {
        double at(double x, double y);
    }

    CubicReference(Picture input, PictureFormat to) {
        this.from = input.format();
        this.to = to;
        int w = from.width();
        int h = from.height();
        Plane[] work = work(input);
        cells = List.of(enlarge(grid(work[0], w, h), 4), enlarge(grid(work[1], w, h), 2), enlarge(grid(work[2], w, h), 2));
    }

    /** The exact code, before rounding, of one output sample. */
    double code(int component, int x, int y) {
        return to.width() == 4 * from.width() && to.height() == 4 * from.height() ? wholeCode(component, x, y)
                : reducedCode(component, x, y);
    }

    private double reducedCode(int component, int x, int y) {
        if (to.colorimetry().model() != Colorimetry.Model.RGB) {
            return encode(reduced(component, component, x, y), component);
        }
        double[] matrix = ColorMatrix.behindNetwork(from.colorimetry(), to.colorimetry());
        double value = 0;
        for (int i = 0; i < 3; i++) {
            value += matrix[3 * component + i] * reduced(i, component, x, y);
        }
        return encode(value, component);
    }

    /** A channel of the cells where a sample of an output component lies, averaged over its surroundings. */
    private double reduced(int channel, int component, int x, int y) {
        double[][] plane = cells.get(channel);
        Component c = to.components().get(component);
        double[] columns = taps(x, step(to.width(), c.width(), from.width(), channel), plane[0].length);
        double[] rows = taps(y, step(to.height(), c.height(), from.height(), channel), plane.length);
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; rows[row] != 0 && column < columns.length; column++) {
                sum += rows[row] * columns[column] * plane[row][column];
            }
        }
        return sum;
    }

    /** Cells from one sample to the next. */
    private static double step(int luma, int samples, int input, int channel) {
        int shared = (int) Math.ceil((double) luma / samples);
        return (double) input * (channel == 0 ? 4 : 2) * shared / luma;
    }

    /** Weights of all cells of a line for one sample: Keys' cubic, as wide as the step, their sum 1. */
    private static double[] taps(int sample, double step, int cells) {
        double[] taps = new double[cells];
        double sum = 0;
        for (int i = 0; i < cells; i++) {
            taps[i] = keys((i + 0.5 - (sample + 0.5) * step) / Math.max(1, step));
            sum += taps[i];
        }
        for (int i = 0; i < cells; i++) {
            taps[i] /= sum;
        }
        return taps;
    }

    private double wholeCode(int component, int x, int y) {
        if (to.colorimetry().model() == Colorimetry.Model.RGB) {
            double[] matrix = ColorMatrix.behindNetwork(from.colorimetry(), to.colorimetry());
            double value = 0;
            for (int i = 0; i < 3; i++) {
                value += matrix[3 * component + i] * bilinear(cells.get(i), x, y, i == 0 ? 1 : 2, i == 0 ? 1 : 2);
            }
            return encode(value, component);
        }
        if (component == 0) {
            return encode(cells.get(0)[y][x], 0);
        }
        int across = 2 * to.components().get(1).width() / to.width();
        int down = 2 * to.components().get(1).height() / to.height();
        return encode(bilinear(cells.get(component), x, y, across, down), component);
    }

    private double encode(double value, int component) {
        double top = (1 << to.components().get(component).depth()) - 1;
        double code = value * gain(to, component) + zero(to, component);
        return Math.max(0, Math.min(top, code));
    }

    private static boolean isChroma(PictureFormat format, int component) {
        return format.colorimetry().model() == Colorimetry.Model.YCBCR && component > 0;
    }

    private static double gain(PictureFormat format, int component) {
        int depth = format.components().get(component).depth();
        double steps = isChroma(format, component) ? 224 : 219;
        return format.colorimetry().fullRange() ? (1 << depth) - 1 : steps * (1 << depth - 8);
    }

    private static double zero(PictureFormat format, int component) {
        int depth = format.components().get(component).depth();
        if (isChroma(format, component)) {
            return 1 << depth - 1;
        }
        return format.colorimetry().fullRange() ? 0 : 16 << depth - 8;
    }

    private Plane[] work(Picture input) {
        List<Plane> planes = new ArrayList<>();
        for (int i = 0; i < Math.min(3, from.components().size()); i++) {
            planes.add(component(input, i));
        }
        if (planes.size() == 1) {
            return new Plane[] {planes.get(0), (x, y) -> 0, (x, y) -> 0};
        }
        double[] matrix = ColorMatrix.beforeNetwork(from.colorimetry(), to.colorimetry());
        double dx = shift(to.chromaSite().horizontalCosited(), from.width(), to.width(), c -> c.width());
        double dy = shift(to.chromaSite().verticalCosited(), from.height(), to.height(), c -> c.height());
        Plane[] work = new Plane[3];
        for (int i = 0; i < 3; i++) {
            Plane mixed = matrix.length == 0 ? planes.get(i) : onGrid(mix(planes, matrix, i));
            work[i] = i == 0 ? mixed : (x, y) -> mixed.at(x - dx, y - dy);
        }
        return work;
    }

    private static Plane mix(List<Plane> planes, double[] matrix, int row) {
        return (x, y) -> matrix[3 * row] * planes.get(0).at(x, y) + matrix[3 * row + 1] * planes.get(1).at(x, y)
                + matrix[3 * row + 2] * planes.get(2).at(x, y);
    }

    private Plane onGrid(Plane plane) {
        double[][] grid = grid(plane, from.width(), from.height());
        return (x, y) -> linear(grid, x, y);
    }

    /** How far left of the middle, in input pixels, the output's chroma lies. */
    private double shift(boolean cosited, int input, int luma, java.util.function.ToIntFunction<Component> size) {
        if (!cosited || to.colorimetry().model() != Colorimetry.Model.YCBCR) {
            return 0;
        }
        double shared = Math.ceil((double) luma / size.applyAsInt(to.components().get(1)));
        return (shared - 1) / 2 * input / luma;
    }

    private Plane component(Picture input, int index) {
        Component c = from.components().get(index);
        double[][] values = grid((x, y) -> (TestFormats.get(input, c, (int) x, (int) y) - zero(from, index))
                / gain(from, index), c.width(), c.height());
        int across = (int) Math.ceil((double) from.width() / c.width());
        int down = (int) Math.ceil((double) from.height() / c.height());
        double left = from.chromaSite().horizontalCosited() ? 0 : (across - 1) / 2.0;
        double upper = from.chromaSite().verticalCosited() ? 0 : (down - 1) / 2.0;
        return (x, y) -> linear(values, (x - left) / across, (y - upper) / down);
    }

    private static double[][] grid(Plane plane, int width, int height) {
        double[][] grid = new double[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                grid[y][x] = plane.at(x, y);
            }
        }
        return grid;
    }

    private static double linear(double[][] grid, double x, double y) {
        double cx = Math.max(0, Math.min(grid[0].length - 1, x));
        double cy = Math.max(0, Math.min(grid.length - 1, y));
        int x0 = (int) cx;
        int y0 = (int) cy;
        int x1 = Math.min(x0 + 1, grid[0].length - 1);
        int y1 = Math.min(y0 + 1, grid.length - 1);
        double upper = grid[y0][x0] + (cx - x0) * (grid[y0][x1] - grid[y0][x0]);
        double lower = grid[y1][x0] + (cx - x0) * (grid[y1][x1] - grid[y1][x0]);
        return upper + (cy - y0) * (lower - upper);
    }

    private static double bilinear(double[][] plane, int x, int y, int across, int down) {
        return linear(plane, (x + 0.5) / across - 0.5, (y + 0.5) / down - 0.5);
    }

    private static double[][] enlarge(double[][] grid, int times) {
        return grid((x, y) -> cubic(grid, (x + 0.5) / times - 0.5, (y + 0.5) / times - 0.5),
                grid[0].length * times, grid.length * times);
    }

    private static double cubic(double[][] grid, double x, double y) {
        double sum = 0;
        for (int row = (int) Math.floor(y) - 1; row <= Math.floor(y) + 2; row++) {
            for (int column = (int) Math.floor(x) - 1; column <= Math.floor(x) + 2; column++) {
                double[] line = grid[Math.max(0, Math.min(grid.length - 1, row))];
                sum += keys(y - row) * keys(x - column) * line[Math.max(0, Math.min(line.length - 1, column))];
            }
        }
        return sum;
    }

    private static double keys(double distance) {
        double d = Math.abs(distance);
        return d <= 1 ? 1.5 * d * d * d - 2.5 * d * d + 1 : d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0;
    }
}
