package fastvsr.window;

/**
 * How many frames a window gathers and holds.
 *
 * @param groupLength   frames in a complete temporal group
 * @param lookAhead     frames behind a group that have to be there before it is complete
 * @param waitingGroups groups that may wait for the network before the window is full
 */
public record WindowShape(int groupLength, int lookAhead, int waitingGroups) {
    public WindowShape {
        if (groupLength < 1 || lookAhead < 0 || waitingGroups < 1) {
            throw new IllegalArgumentException("a window needs groups of at least one frame, and room for one");
        }
    }

    /** The same for groups of another length. */
    public WindowShape withGroupLength(int frames) {
        return new WindowShape(frames, lookAhead, waitingGroups);
    }

    /** The same for another network. */
    public WindowShape withLookAhead(int frames) {
        return new WindowShape(groupLength, frames, waitingGroups);
    }

    /** Frames that have come when a group is complete. */
    public int neededFrames() {
        return groupLength + lookAhead;
    }

    /** Frames that are in the window at most, unless it may leak. */
    public int capacity() {
        return groupLength * waitingGroups + lookAhead;
    }

    /** Groups that a window may hold that may leak, and more where frames are shown later: frames that are only held cost little time. */
    public int leakingGroups() {
        return 4 * waitingGroups;
    }

    /** Frames in so many groups. */
    public int leakingCapacity() {
        return groupLength * leakingGroups() + lookAhead;
    }
}
