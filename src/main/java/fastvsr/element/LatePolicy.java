package fastvsr.element;

/** What becomes of frames that are too late for the network; in the order of the plugin descriptor. */
enum LatePolicy {
    /** They never leave. */
    DROP,
    /** They leave, interpolated. */
    CHEAP,
    /** They go through the network all the same. */
    WAIT
}
