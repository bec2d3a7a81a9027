package fastvsr.train;

import fastvsr.model.torch.Tensor;
import java.util.List;

/**
 * The clips of one training step, on the device.
 *
 * @param video parts of (B, T, 3, 4h, 4w), RGB 0..1
 * @param flow  parts of (B, T, 2, h, w), pixels of the small frame to where a place was one frame before
 * @param seen  parts of (B, T, 1, h, w), 1 where flow is known
 * @param scene sources (B, T), joined (B, T), look (B, 6), noise; see training.page
 */
record Batch(List<Tensor> video, List<Tensor> flow, List<Tensor> seen, List<Tensor> scene) {
}
