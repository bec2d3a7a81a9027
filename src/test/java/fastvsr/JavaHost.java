package fastvsr;

import org.freedesktop.gstreamer.Element;
import org.freedesktop.gstreamer.ElementFactory;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.State;
import org.freedesktop.gstreamer.Version;

/** A Java program that makes three elements, takes them to READY, and says where the element's own class came from. */
final class JavaHost {
    private JavaHost() {
    }

    public static void main(String[] arguments) {
        Gst.init(Version.of(1, 20), "host");
        for (int i = 0; i < 3; i++) {
            Element element = ElementFactory.make("fastvsr", "fastvsr" + i);
            element.set("group-length", 3 + i);
            System.out.println(element.setState(State.READY) + " " + element.get("group-length"));
            element.setState(State.NULL);
        }
        System.exit(0);
    }
}
