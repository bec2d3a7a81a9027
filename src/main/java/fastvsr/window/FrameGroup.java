package fastvsr.window;

import java.util.List;

/**
 * Consecutive frames that go through the network together.
 *
 * @param frames       at least one, in the order in which they came
 * @param following    those behind them that the network looks at; they come again with the next group
 * @param isFreshStart whether nothing before them may influence them
 */
public record FrameGroup<F>(List<F> frames, List<F> following, boolean isFreshStart) {
    public FrameGroup {
        frames = List.copyOf(frames);
        following = List.copyOf(following);
        assert !frames.isEmpty();
    }
}
