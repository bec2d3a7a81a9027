package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.SentEvent;
import org.junit.jupiter.api.Test;

class DataFlowTest {
    private final DataFlow flow = new DataFlow();

    /** What an event is answered; it is freed. */
    private int admit(Event event) {
        try (event) {
            return flow.admit(new QueuedEvent(event));
        }
    }

    private boolean reopenFor(Event event) {
        try (event) {
            return flow.reopenFor(new QueuedEvent(event));
        }
    }

    @Test
    void nothing_flows_before_activation() {
        assertThat(flow.admission()).isEqualTo(Flow.FLUSHING);
        flow.open();
        assertThat(flow.admission()).isEqualTo(Flow.OK);
    }

    @Test
    void a_failure_outlasts_flushes_until_there_is_another_worker() {
        flow.open();
        flow.fail();
        flow.flush();
        flow.open();

        assertThat(flow.hasFailed()).isTrue();
        assertThat(flow.admission()).isEqualTo(Flow.ERROR);
        flow.restart();
        flow.open();
        assertThat(flow.hasFailed()).isFalse();
        assertThat(flow.admission()).isEqualTo(Flow.OK);
    }

    @Test
    void an_earlier_reason_to_stop_stays_when_the_worker_fails_unless_a_link_would_lift_it() {
        flow.open();
        flow.note(Flow.EOS);
        flow.fail();
        assertThat(flow.result()).isEqualTo(Flow.EOS);

        flow.restart();
        flow.open();
        flow.note(Flow.NOT_LINKED);
        flow.fail();
        assertThat(flow.reopenIfNotLinked()).isFalse();
        assertThat(flow.result()).isEqualTo(Flow.ERROR);
    }

    @Test
    void behind_an_end_of_stream_only_a_new_beginning_comes_in() {
        flow.open();
        assertThat(admit(Event.endOfStream())).isEqualTo(Flow.OK);

        assertThat(flow.admission()).isEqualTo(Flow.EOS);
        assertThat(admit(SentEvent.tag("late"))).isEqualTo(Flow.EOS);
        assertThat(reopenFor(SentEvent.tag("late"))).isFalse();
        assertThat(reopenFor(SentEvent.streamStart("second"))).isTrue();
        assertThat(flow.admission()).isEqualTo(Flow.OK);
    }

    @Test
    void after_an_end_downstream_frames_are_refused_until_an_event_lifts_it() {
        flow.open();
        flow.noteEndDownstream(true);

        assertThat(flow.admission()).isEqualTo(Flow.EOS);
        assertThat(admit(SentEvent.tag("remembered"))).isEqualTo(Flow.OK);
        assertThat(flow.admission()).isEqualTo(Flow.EOS);
        assertThat(admit(SentEvent.streamStart("second"))).isEqualTo(Flow.OK);
        assertThat(flow.admission()).isEqualTo(Flow.OK);
    }

    @Test
    void an_error_takes_what_pads_remember_but_for_the_end() {
        flow.open();
        flow.note(Flow.ERROR);

        assertThat(admit(SentEvent.tag("remembered"))).isEqualTo(Flow.OK);
        assertThat(admit(Event.endOfStream())).isEqualTo(Flow.ERROR);
        assertThat(reopenFor(SentEvent.streamStart("second"))).as("an error stays").isFalse();
    }
}
