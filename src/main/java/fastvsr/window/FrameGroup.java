package fastvsr.window;

import java.util.List;

/**
 * Consecutive frames that go through the network together.
 *
 * @param frames       at least one, in the order in which they came
 * @param isFreshStart whether nothing before them may influence them
 */
public record FrameGroup<F>(List<F> frames, boolean isFreshStart) {
    public FrameGroup {
        frames = List.copyOf(frames);
        assert !frames.isEmpty();
    }
}
