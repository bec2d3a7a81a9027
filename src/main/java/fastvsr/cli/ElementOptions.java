package fastvsr.cli;

import fastvsr.model.Models;
import java.util.StringJoiner;
import picocli.CommandLine.Option;

/** The properties of the element, as options of a command. */
final class ElementOptions {
    private static final int ELEMENTS_DEFAULT = 8;

    @Option(names = "--model", defaultValue = "nano", paramLabel = "NAME|FILE",
            description = "preset, or weights file (.safetensors); default ${DEFAULT-VALUE}")
    String model;

    @Option(names = "--device", defaultValue = "auto", paramLabel = "DEVICE",
            description = "auto, cpu, cuda:N, several GPUs like cuda:0,cuda:1, or cuda:all; default ${DEFAULT-VALUE}")
    String device;

    @Option(names = "--group-length", defaultValue = "0", paramLabel = "FRAMES",
            description = "frames per network call; default what suits the model")
    private int groupLength;

    /** Refuses what the element does not take. */
    void check() {
        checkGroupLength(groupLength);
    }

    /** Refuses a length that the element does not take; 0 leaves it open. */
    static void checkGroupLength(int length) {
        if (length < 0 || length > Models.LONGEST_GROUP) {
            throw new CommandException("--group-length " + length + " is not in 1 to " + Models.LONGEST_GROUP);
        }
    }

    /** The element in gst-launch syntax, called {@code fastvsr}. */
    String element() {
        return element(groupLength());
    }

    /** The same with groups of that many frames. */
    String element(int groupLength) {
        StringJoiner text = new StringJoiner(" ");
        text.add("fastvsr name=fastvsr model=" + quoted(model)).add("device=" + quoted(device));
        return text.add("group-length=" + groupLength).toString();
    }

    /** Frames per network call: as many as the user wants, or suit the model if those are more than the element's default. */
    int groupLength() {
        return groupLength != 0 ? groupLength : Math.max(ELEMENTS_DEFAULT, Models.spec(model).groupLength());
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
