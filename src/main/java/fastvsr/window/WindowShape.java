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

    /** Frames that are in the window at most, unless it may leak. */
    public int capacity() {
        return groupLength * waitingGroups;
    }

    /** Groups that are in a window at most that may leak: frames that are only held cost little time. */
    public int leakingGroups() {
        return 4 * waitingGroups;
    }
}
