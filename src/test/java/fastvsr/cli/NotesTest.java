package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import fastvsr.gst.Element;
import fastvsr.gst.ErrorKind;
import fastvsr.model.ModelSpec;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import fastvsr.train.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.freedesktop.gstreamer.glib.Natives;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What elements and networks complain of reaches the user once. */
class NotesTest {
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(errors, true));
    }

    @AfterEach
    void listenNoMore() {
        System.setErr(standardError);
    }

    /** Complains of every group. */
    private record Complainer(String complaint) implements SuperResolver {
        @Override
        public ModelSpec model() {
            return new ModelSpec("complainer", "none", 4, 1, 0);
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public void upscale(List<Picture> inputs, List<Picture> outputs) {
        }

        @Override
        public Optional<String> takeComplaint() {
            return Optional.of(complaint);
        }

        @Override
        public void reset() {
        }

        @Override
        public void close() {
        }
    }

    @Test
    void what_an_element_warns_of_is_told_once() {
        try (HostPipeline pipeline = new HostPipeline("fakesrc num-buffers=3 ! fakesink name=sink")) {
            Element sink = new Element(Pointer.nativeValue(Natives.getRawPointer(pipeline.element("sink"))));
            for (String text : List.of("no compiler", "memory is full", "no compiler")) {
                sink.postWarning(ErrorKind.RESOURCE_NO_SPACE_LEFT, text, "details");
            }
            pipeline.play();

            assertThat(pipeline.hasEnded(10_000)).isTrue();
        }
        assertThat(errors.toString().lines()).containsExactly("note: no compiler", "note: memory is full");
    }

    @Test
    void what_a_network_complains_of_is_told_once() {
        RgbUpscaler upscaler = new RgbUpscaler(new Complainer("few registers"));
        List<RgbImage> group = List.of(new RgbImage(2, 2, new byte[12]));

        upscaler.upscale(group, 1);
        upscaler.upscale(group, 1);

        assertThat(errors.toString().lines()).containsExactly("note: few registers");
    }
}
