package fastvsr.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.gstreamer.Bus;
import org.freedesktop.gstreamer.Element;
import org.freedesktop.gstreamer.ElementFactory;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.GstException;
import org.freedesktop.gstreamer.Pipeline;
import org.freedesktop.gstreamer.StateChangeReturn;
import org.freedesktop.gstreamer.Version;
import org.freedesktop.gstreamer.glib.GError;

/** A GStreamer pipeline of this process that runs until it ends or fails; what its elements warn of becomes {@link Notes}. */
final class HostPipeline implements AutoCloseable {
    private static final String DOCTOR = " (./fastvsr doctor says what is missing)";

    private final Pipeline pipeline;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean open = true;
    private final Bus.EOS onEnd = source -> end.complete(null);
    private final Bus.ERROR onError =
            (source, code, message) -> end.completeExceptionally(new CommandException(source.getName() + ": " + message));
    private final Bus.WARNING onWarning = (source, code, message) -> Notes.tell(message);

    /**
     * Builds a pipeline from a gst-launch description.
     *
     * @throws CommandException if an element or property in it does not exist
     */
    HostPipeline(String description) {
        startGStreamer();
        pipeline = parse(description);
        pipeline.getBus().connect(onEnd);
        pipeline.getBus().connect(onError);
        pipeline.getBus().connect(onWarning);
        end.whenCompleteAsync((nothing, failure) -> stopIf(failure != null));
    }

    /** Starts GStreamer in this process, once. */
    static void startGStreamer() {
        Gst.init(Version.of(1, 20), "fastvsr");
    }

    /** Whether GStreamer has an element, given by its name or in gst-launch syntax. */
    static boolean offers(String element) {
        startGStreamer();
        try {
            return ElementFactory.find(element.split(" ")[0]) != null;
        } catch (IllegalArgumentException notRegistered) {
            return false;
        }
    }

    /** The element of that name in the description. */
    Element element(String name) {
        return pipeline.getElementByName(name);
    }

    /** Starts it; what goes wrong is told by {@link #hasEnded}. */
    void play() {
        if (pipeline.play() == StateChangeReturn.FAILURE) {
            // an element says why on the bus, soon
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS)
                    .execute(() -> fail(new CommandException("the pipeline does not start")));
        }
    }

    /**
     * Waits for the end of the stream.
     *
     * @return whether it came within that time
     * @throws CommandException with the message of the element that failed
     */
    boolean hasEnded(long waitMillis) {
        try {
            end.get(waitMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        } catch (ExecutionException e) {
            throw new CommandException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Fails the pipeline from outside of GStreamer. */
    void fail(CommandException failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public synchronized void close() {
        open = false;
        pipeline.stop();
        pipeline.dispose();
    }

    /** A stopped pipeline wakes whoever waits for a frame from it. */
    private synchronized void stopIf(boolean failed) {
        if (failed && open) {
            pipeline.stop();
        }
    }

    private static Pipeline parse(String description) {
        List<GError> warnings = new ArrayList<>();
        try {
            Pipeline parsed = (Pipeline) Gst.parseLaunch(description, warnings);
            if (warnings.isEmpty()) {
                return parsed;
            }
            parsed.dispose();
            throw new CommandException(warnings.get(0).getMessage() + DOCTOR);
        } catch (GstException e) {
            throw new CommandException(e.getMessage() + DOCTOR, e);
        }
    }
}
