package fastvsr.window;

/**
 * How many frames a window gathers and holds.
 *
 * @param groupLength   frames in a complete temporal group
 * @param waitingGroups groups that may wait for the network before the window is full
 */
public record WindowShape(int groupLength, int waitingGroups) {
    public WindowShape {
        if (groupLength < 1 || waitingGroups < 1) {
            throw new IllegalArgumentException("a window needs groups of at least one frame, and room for one");
        }
    }

    /** Frames that are in the window at most. */
    public int capacity() {
        return groupLength * waitingGroups;
    }
}
