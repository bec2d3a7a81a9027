package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.Fraction;
import fastvsr.gst.Pad;
import fastvsr.gst.Structure;

/**
 * Chooses one output size among all that downstream takes.
 *
 * <p>The picture keeps its shape on the display where that is possible, as with videoscale (gstvideoscale.c,
 * fixate_caps): an axis that downstream leaves open follows from the other, and the pixel aspect ratio is corrected if
 * downstream fixes both. Other than there an open ratio stays as it is if an open axis can follow instead.
 */
final class OutputCaps {
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";

    private final Structure output;
    private final int inputWidth;
    private final int inputHeight;
    private final boolean isRatioTold;
    private final Fraction inputRatio;
    private final Fraction ratio;

    private OutputCaps(Structure input, Structure output) {
        this.output = output;
        this.inputWidth = input.ranges(WIDTH).get(0).min();
        this.inputHeight = input.ranges(HEIGHT).get(0).min();
        this.isRatioTold = input.has(VideoCaps.PIXEL_ASPECT_RATIO);
        this.inputRatio = input.fraction(VideoCaps.PIXEL_ASPECT_RATIO).orElse(Fraction.ONE); // 0/1 is unknown
        this.ratio = output.has(VideoCaps.PIXEL_ASPECT_RATIO)
                ? output.nearest(VideoCaps.PIXEL_ASPECT_RATIO, inputRatio) : inputRatio;
    }

    /**
     * Asks downstream; empty caps if it takes none of the sizes.
     *
     * @param input fixed caps of the sink pad
     * @param scale output samples per input sample along each axis, if downstream takes that
     */
    static Caps agree(Caps input, Pad source, double scale, GpuMemory gpuMemory) {
        try (var template = gpuMemory.template(source); var upscaled = gpuMemory.spread(VideoCaps.upscaled(input));
                var possible = upscaled.intersect(template); var taken = source.peerCaps(possible);
                var allowed = taken.intersect(possible); var sorted = allowed.sorted(input.isOnGpu())) {
            return sorted.isEmpty() ? sorted.share() : choose(input, sorted, scale);
        }
    }

    /** The first alternative is what downstream likes best in the input's kind of memory, where there is such a one. */
    private static Caps choose(Caps input, Caps allowed, double scale) {
        var chosen = allowed.copyOfFirst();
        var output = new OutputCaps(input.first(), chosen.first());
        output.chooseSize(scale);
        output.chooseRatio();
        return chosen.fixate();
    }

    private void chooseSize(double scale) {
        boolean isWidthFixed = isFixed(WIDTH);
        boolean isHeightFixed = isFixed(HEIGHT);
        if (isHeightFixed && !isWidthFixed) {
            fixate(WIDTH, height() * shape());
        } else if (isWidthFixed && !isHeightFixed) {
            fixate(HEIGHT, width() / shape());
        } else if (!isWidthFixed) {
            chooseBoth(scale);
        }
    }

    private void chooseBoth(double scale) {
        double stretch = inputRatio.value() / ratio.value();
        double width = inputWidth * scale * Math.min(1, stretch);
        double height = inputHeight * scale / Math.max(1, stretch);
        if (isTaken(WIDTH, width) && isTaken(HEIGHT, height)) {
            fixate(WIDTH, width);
            fixate(HEIGHT, height);
        } else { // the height for the nearest width, then the width that this height allows
            fixate(HEIGHT, output.nearest(WIDTH, Math.round(width)) / shape());
            fixate(WIDTH, height() * shape());
        }
    }

    private boolean isTaken(String axis, double size) {
        return output.nearest(axis, Math.round(size)) == Math.round(size);
    }

    private void chooseRatio() {
        Fraction wanted = isInShape() ? ratio : Fraction.of((long) inputWidth * inputRatio.numerator() * height(),
                (long) inputHeight * inputRatio.denominator() * width());
        if (output.has(VideoCaps.PIXEL_ASPECT_RATIO)) {
            output.fixate(VideoCaps.PIXEL_ASPECT_RATIO, wanted);
        } else if (isRatioTold || !wanted.equals(Fraction.ONE)) {
            output.with(VideoCaps.PIXEL_ASPECT_RATIO, wanted);
        }
    }

    /** Whether no other whole width or height would fit better. */
    private boolean isInShape() {
        return Math.abs(width() - height() * shape()) < 1 || Math.abs(height() - width() / shape()) < 1;
    }

    /** Width by height of a picture that looks on the display as the input does. */
    private double shape() {
        return inputWidth * inputRatio.value() / (inputHeight * ratio.value());
    }

    private void fixate(String axis, double size) {
        output.fixate(axis, Math.round(size));
    }

    private boolean isFixed(String axis) {
        var ranges = output.ranges(axis);
        return ranges.size() == 1 && ranges.get(0).min() == ranges.get(0).max();
    }

    private int width() {
        return output.ranges(WIDTH).get(0).min();
    }

    private int height() {
        return output.ranges(HEIGHT).get(0).min();
    }
}
