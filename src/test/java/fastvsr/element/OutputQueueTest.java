package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Buffer;
import fastvsr.gst.Flow;
import org.junit.jupiter.api.Test;

class OutputQueueTest {
    @Test
    void a_frame_that_was_admitted_before_downstream_ended_is_refused_when_it_comes_after() {
        var queue = new OutputQueue();
        var first = OutputsTest.narrowFrame();
        var late = OutputsTest.narrowFrame();
        queue.open();
        queue.add(first);
        queue.finish(first, new Buffer(0));
        assertThat(queue.admission()).isEqualTo(Flow.OK);

        queue.pushed(queue.next().orElseThrow(), Flow.EOS);

        assertThat(queue.add(late)).isEqualTo(Flow.EOS);
        first.releaseInput();
        late.releaseInput();
    }
}
