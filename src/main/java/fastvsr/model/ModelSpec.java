package fastvsr.model;

/**
 * What a caller has to know of a network before it runs it.
 *
 * @param name        preset name, or the file name of the weights
 * @param page        name of the network page that the weights belong to
 * @param scale       scale factor per axis
 * @param groupLength frames per network call that suit it best
 * @param lookAhead   frames after those of a group that the network looks at, at most; 0 for a causal network
 */
public record ModelSpec(String name, String page, int scale, int groupLength, int lookAhead) {
}
