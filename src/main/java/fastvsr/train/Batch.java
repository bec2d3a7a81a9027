package fastvsr.train;

import fastvsr.model.torch.Tensor;
import java.util.List;

/**
 * The clips of one training step, on the device.
 *
 * @param clips       a stock of clips
 * @param scene       which of them are shown, how: sources (B, T), moments (B, T), joined (B, T), look (B, 10), noise,
 *                    and if some are shown coded, a stock of coded clips and which (B); see training.page
 * @param orientation a sum of 1 (left and right mirrored), 2 (top and bottom mirrored), 4 (rows become columns)
 */
record Batch(Clips clips, List<Tensor> scene, int orientation) {
}
