package fastvsr.element;

import fastvsr.gst.Flow;
import java.util.Optional;

/** Lets frames in as long as there is room for them; for upstream's streaming thread. */
final class Admission {
    private final Interior interior;
    private final LateFrames lateFrames;

    Admission(Interior interior) {
        this.interior = interior;
        this.lateFrames = new LateFrames(interior);
    }

    /**
     * Waits until a frame may come in.
     *
     * @param format of the frames that come in at present
     * @return {@link Flow#OK}, or what upstream has to be told
     */
    int await(Optional<StreamFormat> format) {
        int admission = interior.queue().admission();
        while (admission == Flow.OK && !makeRoom(format)) {
            admission = interior.queue().admission();
        }
        return admission;
    }

    /** Waits for room; where upstream cannot wait, the oldest group has to go. False if the window refuses frames. */
    private boolean makeRoom(Optional<StreamFormat> format) {
        if (!interior.timeliness().isUnstoppable()) {
            return interior.window().awaitRoom();
        }
        interior.window().leak(waitingGroups(format)).ifPresent(group -> {
            group.frames().forEach(lateFrames::drop);
            group.frames().forEach(QueuedFrame::releaseInput);
        });
        return interior.window().isAccepting();
    }

    private int waitingGroups(Optional<StreamFormat> format) {
        long affordable = format.map(known -> interior.sizeLimit().framesWaiting(known.input())).orElse(0L);
        return interior.timeliness().waitingGroups(interior.window().shape(), affordable);
    }
}
