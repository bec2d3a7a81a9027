package fastvsr.train;

import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import java.util.List;

/**
 * One batch of clips as they were filmed.
 *
 * @param scope holds them; whoever takes the footage closes it
 * @param film  video, flow and seen of the clips that photos were filmed for
 * @param real  at most one tensor of clips cut from film strips
 * @param coded at most one tensor of what a real codec left of some of the clips
 */
record Footage(TensorScope scope, List<Tensor> film, List<Tensor> real, List<Tensor> coded) {
}
