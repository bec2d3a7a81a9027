package fastvsr.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A page of TorchScript text: the methods of one class, each {@code def} at the left margin.
 *
 * <p>The dialect is the one of TorchScript archives: types and {@code self} in every head, operators by their ATen
 * names ({@code torch.conv2d}), dtypes and memory formats as numbers. Comment lines of the form
 * {@code # weight NAME (C, 2*C+3, 3, 3)} declare the weights that the methods use as {@code self.NAME}; a width is
 * whatever the weights file says, as long as it is the same wherever its letter stands. A word behind the shape says
 * what training starts from ({@link WeightShape.Start}). A line {@code # extends NAME} puts another page before this one.
 *
 * @param name name of the page, written into weights files
 * @param text the page
 */
public record NetworkPage(String name, String text) {
    private static final Pattern BASE = Pattern.compile("^# extends (\\w+)$", Pattern.MULTILINE);
    private static final Pattern DECLARATION =
            Pattern.compile("^# weight +(\\w+) +\\(([^)]*)\\) *(\\w*)", Pattern.MULTILINE);

    /** Loads {@code fastvsr/NAME.page}, a resource of this program, behind the page that it extends. */
    public static NetworkPage load(String name) {
        String text = read(name);
        return new NetworkPage(name, BASE.matcher(text).results().map(base -> load(base.group(1)).text()).findFirst().orElse("") + text);
    }

    private static String read(String name) {
        try (InputStream in = NetworkPage.class.getResourceAsStream("/fastvsr/" + name + ".page")) {
            if (in == null) {
                throw new ModelException(ModelException.Cause.NOT_FOUND, "there is no network page \"" + name + "\"");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The weights that the page declares, in its order. */
    public List<WeightShape> weights() {
        return DECLARATION.matcher(text).results().map(NetworkPage::declaration).toList();
    }

    private static WeightShape declaration(MatchResult line) {
        return new WeightShape(line.group(1), List.of(line.group(2).split(" *, *")), WeightShape.Start.of(line.group(3)));
    }
}
