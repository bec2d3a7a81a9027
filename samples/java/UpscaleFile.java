import java.util.concurrent.CompletableFuture;
import org.freedesktop.gstreamer.Bus;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Pipeline;
import org.freedesktop.gstreamer.Version;

/** Upscales a video four times in a Java program: UpscaleFile IN OUT.mkv */
public class UpscaleFile {
    private static final String PIPELINE = "filesrc name=in ! decodebin ! videoconvert ! fastvsr name=fastvsr model=nano "
            + "! videoconvert ! x264enc bitrate=8000 speed-preset=faster ! matroskamux ! filesink name=out";

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: UpscaleFile IN OUT.mkv");
            System.exit(2);
        }
        Gst.init(Version.of(1, 20), "upscale");
        Pipeline pipeline = (Pipeline) Gst.parseLaunch(PIPELINE);
        pipeline.getElementByName("in").set("location", arguments[0]);
        pipeline.getElementByName("out").set("location", arguments[1]);
        System.exit(run(pipeline) ? 0 : 1);
    }

    private static boolean run(Pipeline pipeline) {
        CompletableFuture<String> end = new CompletableFuture<>();
        Bus.EOS onEnd = source -> end.complete("");
        Bus.ERROR onError = (source, code, message) -> end.complete(source.getName() + ": " + message);
        pipeline.getBus().connect(onEnd);
        pipeline.getBus().connect(onError);
        pipeline.play();
        String error = end.join();
        System.out.println(error.isEmpty() ? pipeline.getElementByName("fastvsr").get("stats") : error);
        pipeline.stop();
        return error.isEmpty();
    }
}
