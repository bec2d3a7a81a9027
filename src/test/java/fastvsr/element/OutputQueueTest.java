package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Buffer;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.SentEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputQueueTest {
    @Test
    void a_frame_that_was_admitted_before_downstream_ended_is_refused_when_it_comes_after() {
        var queue = new OutputQueue();
        var first = OutputsTest.narrowFrame();
        var late = OutputsTest.narrowFrame();
        queue.open();
        queue.add(first);
        queue.finish(List.of(first), List.of(new Buffer(0)));
        assertThat(queue.admission()).isEqualTo(Flow.OK);

        queue.pushed(queue.next().orElseThrow(), Flow.EOS);

        assertThat(queue.add(late)).isEqualTo(Flow.EOS);
        first.releaseInput();
        late.releaseInput();
    }

    @Test
    void a_new_beginning_after_the_end_does_not_undo_an_error() {
        var queue = new OutputQueue();
        var frame = OutputsTest.narrowFrame();
        var beginning = new QueuedEvent(SentEvent.streamStart("second"));
        queue.open();
        queue.add(frame);
        queue.add(new QueuedEvent(Event.endOfStream()));
        queue.finish(List.of(frame), List.of(new Buffer(0)));

        queue.pushed(queue.next().orElseThrow(), Flow.ERROR);

        assertThat(queue.reopenFor(beginning)).isFalse();
        assertThat(queue.add(beginning)).as("pads remember it").isEqualTo(Flow.OK);
        assertThat(queue.admission()).isEqualTo(Flow.ERROR);
        frame.releaseInput();
        queue.clear().forEach(Event::close);
    }

    @Test
    void a_link_that_comes_after_the_worker_has_failed_does_not_let_frames_in_that_nobody_takes() {
        var queue = new OutputQueue();
        var frame = OutputsTest.narrowFrame();
        queue.open();
        queue.add(frame);
        queue.finish(List.of(frame), List.of(new Buffer(0)));
        queue.pushed(queue.next().orElseThrow(), Flow.NOT_LINKED);

        queue.fail();

        assertThat(queue.reopenIfNotLinked()).isFalse();
        assertThat(queue.admission()).isEqualTo(Flow.ERROR);
        frame.releaseInput();
    }

    @Test
    void nothing_leaves_while_buffers_are_being_agreed_upon() throws InterruptedException {
        var queue = new OutputQueue();
        var happened = new CopyOnWriteArrayList<String>();
        var leaving = new Thread(() -> queue.next().ifPresent(item -> {
            happened.add("left");
            item.drop();
        }));
        queue.open();

        boolean wasPossible = queue.whenNothingIsReady(() -> {
            queue.add(new QueuedEvent(SentEvent.tag("late")));
            leaving.start();
            while (leaving.getState() != Thread.State.WAITING && leaving.isAlive()) {
                Thread.onSpinWait();
            }
            happened.add("agreed");
            return true;
        });
        leaving.join();

        assertThat(wasPossible).isTrue();
        assertThat(happened).containsExactly("agreed", "left");
    }
}
