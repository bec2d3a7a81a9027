package fastvsr.model.torch;

import fastvsr.model.ModelException;

/** How many frames of a format a GPU computes together: fewer, once its memory was too small for them. */
final class FramesTogether {
    /** Frames that are computed together have at most this many pixels, which bounds the memory they need. */
    private static final long MOST_PIXELS = 1 << 22;

    private final GroupFormat format;
    private final Runnable onShrinking;
    private int most = Integer.MAX_VALUE;

    /** As many as {@link #of(long, int)} says at first; {@code onShrinking} hears when they become fewer. */
    FramesTogether(GroupFormat format, Runnable onShrinking) {
        this.format = format;
        this.onShrinking = onShrinking;
    }

    /** How many of some frames come next: a power of two, so that cuDNN meets few shapes and learns each one's fastest kernel once. */
    int of(int rest) {
        return of((long) format.from().width() * format.from().height(), Math.min(rest, most));
    }

    /** How many of some frames, of so many pixels each, are computed together if the memory is large enough. */
    static int of(long pixels, int frames) {
        return Integer.highestOneBit((int) Math.max(1, Math.min(frames, MOST_PIXELS / pixels)));
    }

    /**
     * Halves what was tried, after a failure for want of memory.
     *
     * @throws ModelException MEMORY if it was one frame; the failure if it had another reason
     */
    void shrink(ModelException failure, int tried) {
        if (failure.what() != ModelException.Cause.MEMORY) {
            throw failure;
        }
        if (tried == 1) {
            throw format.tooLarge("", failure);
        }
        most = tried / 2;
        onShrinking.run();
    }
}
