package fastvsr.model.torch;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a tile lies along one axis of the inputs, in pixels.
 *
 * @param start      first pixel that is computed
 * @param end        behind the last one
 * @param innerStart first pixel that is given out; those around it are context
 * @param innerEnd   behind the last one
 */
record Span(int start, int end, int innerStart, int innerEnd) {
    /**
     * Pixels around a tile on which what is given out may depend within one frame: the layers of {@code quality} see 60, and
     * its motion is found up to 50 pixels away.
     */
    static final int CONTEXT = 64;
    private static final int GRID = 8;

    /**
     * Cuts an axis into spans of one length, the last of which may be shorter by less than a step.
     *
     * @param size  of the inputs
     * @param step  where spans may begin and end
     * @param count how many are wanted; as there are steps, there may be fewer
     */
    static List<Span> cut(int size, int step, int count) {
        int inner = roundUp((size + count - 1) / count, step);
        int whole = roundUp(size, step);
        int context = roundUp(CONTEXT, step);
        int length = count == 1 ? whole : Math.min(whole, inner + 2 * context);
        return IntStream.range(0, (size + inner - 1) / inner).mapToObj(i -> {
            int start = Math.max(0, Math.min(i * inner - context, whole - length));
            return new Span(start, Math.min(size, start + length), i * inner, Math.min(size, (i + 1) * inner));
        }).toList();
    }

    /**
     * Pixels of the inputs from one place where a tile may begin to the next: the network's grid, the inputs' chroma, whole
     * pixels of the outputs and their chroma agree there.
     *
     * @param size    of the inputs
     * @param outSize of the outputs
     */
    static int step(int size, int outSize) {
        int step = GRID;
        while ((long) step * outSize % (4L * size) != 0 && step < size) {
            step += GRID;
        }
        return step;
    }

    /** The first place of the network's grid that is not before a place of the inputs. */
    static int grid(int place) {
        return roundUp(place, GRID);
    }

    /** The same place in the outputs. */
    static int scaled(int place, int size, int outSize) {
        return Math.toIntExact((long) place * outSize / size);
    }

    private static int roundUp(int value, int step) {
        return (value + step - 1) / step * step;
    }
}
