package fastvsr.train;

import fastvsr.model.torch.Tensor;
import java.util.List;

/**
 * Filmed clips on the device.
 *
 * @param count how many there are
 * @param video (count, T, 3, 4h, 4w), RGB 0..1
 * @param flow  (count, T, 2, h, w), pixels of the small frame to where a place was one frame before
 * @param seen  (count, T, 1, h, w), 1 where flow is known
 * @param coded at most one tensor (count, T, 3, h, w): the input that a real codec left of those clips that it was shown
 */
record Clips(int count, Tensor video, Tensor flow, Tensor seen, List<Tensor> coded) {
    static Clips of(int count, List<Tensor> parts) {
        return new Clips(count, parts.get(0), parts.get(1), parts.get(2), List.of());
    }

    List<Tensor> parts() {
        return List.of(video, flow, seen);
    }
}
