package fastvsr;

/** A Java class behind another descriptor: it takes the class, and refuses its instances. */
final class ProbePlugin {
    private ProbePlugin() {
    }

    static String adopt(long elementClass) {
        return "";
    }

    static String attach(long element) {
        return "The probe refuses its instance.\nwith a trace";
    }
}
