package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.Query;
import fastvsr.gst.VideoInfo;

/** Answers what upstream asks: which frames may come, and into whose buffers. */
final class SinkQueries {
    private final Interior interior;
    private final Intake intake;

    SinkQueries(Interior interior, Intake intake) {
        this.interior = interior;
        this.intake = intake;
    }

    /**
     * As {@link fastvsr.gst.PadBehaviour#answer}.
     *
     * @param isPassThrough whether upstream's buffers leave as they are at present
     */
    boolean answer(Query query, boolean isPassThrough) {
        return switch (query.type()) {
            case Query.CAPS -> answerCaps(query);
            case Query.ALLOCATION -> isPassThrough ? askWhereBuffersGo(query) : answerAllocation(query);
            case Query.CONTEXT -> interior.gpuMemory().context().answer(query) || interior.sink().answerByDefault(query);
            default -> (!query.isSerialized() || drain()) && interior.sink().answerByDefault(query);
        };
    }

    private boolean drain() {
        interior.window().drain();
        return interior.queue().awaitEmpty();
    }

    private boolean answerCaps(Query query) {
        var memory = interior.gpuMemory();
        try (var template = memory.template(interior.sink());
                var filter = query.filter().orElseGet(Caps::any);
                var result = VideoCaps.possible(template, filter, caps -> memory.spread(VideoCaps.upscaled(caps)),
                        interior.source()::peerCaps, caps -> memory.spread(VideoCaps.downscaled(caps)))) {
            query.answer(result);
            return true;
        }
    }

    private boolean askWhereBuffersGo(Query query) {
        boolean isAnswered = interior.queue().awaitEmpty() && interior.source().askPeer(query);
        if (query.welcomesStrides()) {
            intake.forgetOffer();
        }
        return isAnswered;
    }

    private boolean answerAllocation(Query query) {
        var caps = query.allocationCaps();
        if (caps.isEmpty()) {
            return false;
        }
        try (var known = caps.get()) {
            var context = interior.gpuMemory().context();
            var picture = VideoInfo.of(known).filter(info -> !info.isOnGpu() || context.isFound());
            picture.ifPresent(info -> intake.answer(query, known, info, interior.window().shape().neededFrames(), context));
            return picture.isPresent();
        }
    }
}
