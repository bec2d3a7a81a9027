package fastvsr.model;

/** Measures how much of its time somebody is idle; whoever uses it holds a lock. */
final class IdleClock {
    private long begin = System.nanoTime();
    private long idleNanos;
    private boolean isIdle;
    private long idleSince;

    /** Begins to measure anew, from now on. */
    void restart() {
        begin = System.nanoTime();
        idleSince = begin;
        idleNanos = 0;
    }

    void startIdling() {
        idleSince = System.nanoTime();
        isIdle = true;
    }

    void endIdling() {
        idleNanos += System.nanoTime() - idleSince;
        isIdle = false;
    }

    /** Of the time since the measurement began, 0 to 1. */
    double idleShare() {
        long now = System.nanoTime();
        long idle = idleNanos + (isIdle ? now - idleSince : 0);
        return now == begin ? 0 : (double) idle / (now - begin);
    }
}
